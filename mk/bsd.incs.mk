# bsd.incs.mk - headers to install and stage.
#
# Honours:
#   INCS               headers; INCSDIR where to (default INCLUDEDIR)
#   INCSGROUPS         names of further lists: for G in it, G and GDIR
#   INCSNAME_file      another name for one header; GNAME_file likewise
# Targets: includes (buildincludes, installincludes); part of install and of staging.

INCSGROUPS ?= INCS
buildincludes installincludes includes: .PHONY .NOTMAIN
includes: buildincludes .WAIT installincludes
.if make(*install*)
realinstall: installincludes
.endif

.for _g in ${INCSGROUPS:O:u}
${_g}DIR ?= ${INCLUDEDIR}
.if !empty(${_g})
buildincludes: ${${_g}}
.if make(*install*) || make(includes)
.for _f in ${${_g}}
installincludes: _inc.${_g}.${_f:T}
_inc.${_g}.${_f:T}: ${_f} .PHONY
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${${_g}DIR}
	${INSTALL} -C ${_BIN_OWN} -m ${NOBINMODE} ${.ALLSRC} ${DESTDIR}${${_g}DIR}/${${_g}NAME_${_f:T}:U${_f:T}}
.endfor
.endif
.if ${MK_STAGING} == "yes"
STAGE_DIR.${_g} ?= ${STAGE_OBJTOP}${${_g}DIR}
.for _f in ${${_g}}
.if !empty(${_g}NAME_${_f:T})
STAGE_AS_SETS += ${_g}
STAGE_AS_${_f:T} = ${${_g}NAME_${_f:T}}
stage_as.${_g}: ${_f}
.else
STAGE_SETS += ${_g}
stage_files.${_g}: ${_f}
.endif
.endfor
.endif
.endif
.endfor
.if !defined(_SKIP_BUILD)
realbuild: buildincludes
.endif
