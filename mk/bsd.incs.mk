# bsd.incs.mk - headers to install and stage.
#
# Honours:
#   INCS               headers; INCSDIR where to (default INCLUDEDIR)
#   INCSGROUPS         names of further lists; what may be said of each: bsd.groups.mk
#   INCSLINKS          symbolic links to install with them: pairs "text new"
# Targets: includes (buildincludes, installincludes); part of install and of staging.

INCSGROUPS ?= INCS
includes: buildincludes .WAIT installincludes .PHONY .NOTMAIN
_groups := ${INCSGROUPS}
_group_kind := includes SHARE INCLUDEDIR T
.include <bsd.groups.mk>
.if !empty(INCSLINKS)
.if make(*install*) || make(includes)
installincludes: _incslinks
_incslinks: .PHONY
.for _s _t in ${INCSLINKS}
	mkdir -p ${DESTDIR}${_t:H} && ln -sfn ${_s} ${DESTDIR}${_t}
.endfor
.endif
.if ${MK_STAGING} == "yes"
STAGE_SETS += incslinks
STAGE_SYMLINKS_DIR.incslinks ?= ${STAGE_OBJTOP}
STAGE_SYMLINKS.incslinks ?= ${INCSLINKS}
.endif
.endif
