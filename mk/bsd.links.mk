# bsd.links.mk - hard and symbolic links to make at install.
#
# Honours: LINKS (pairs "existing new", both below DESTDIR), SYMLINKS (pairs "text new").

.if make(*install*)
afterinstall: _installlinks
_installlinks: .PHONY .NOTMAIN realinstall
.for _s _t in ${LINKS}
	mkdir -p ${DESTDIR}${_t:H} && ln -f ${DESTDIR}${_s} ${DESTDIR}${_t}
.endfor
.for _s _t in ${SYMLINKS}
	mkdir -p ${DESTDIR}${_t:H} && ln -sfn ${_s} ${DESTDIR}${_t}
.endfor
.endif
.if ${MK_STAGING} == "yes" && !empty(SYMLINKS)
STAGE_SETS += links
STAGE_SYMLINKS_DIR.links ?= ${STAGE_OBJTOP}
STAGE_SYMLINKS.links ?= ${SYMLINKS}
.endif
