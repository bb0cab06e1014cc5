# bsd.files.mk - plain files to install and stage.
#
# Honours:
#   FILES FILESDIR     files and where to (default BINDIR); CONFS (to /etc)
#   FILESGROUPS        names of further lists: for G in it, G, GDIR, GMODE, GOWN, GGRP, GNAME_file

FILESGROUPS ?= FILES
.if !empty(CONFS)
FILESGROUPS += CONFS
CONFSDIR ?= /etc
.endif
buildfiles installfiles: .PHONY .NOTMAIN
.if make(*install*)
realinstall: installfiles
.endif

.for _g in ${FILESGROUPS:O:u}
${_g}DIR ?= ${FILESDIR}
.if !empty(${_g})
buildfiles: ${${_g}}
.if make(*install*)
.for _f in ${${_g}}
installfiles: _file.${_g}.${_f:T}
_file.${_g}.${_f:T}: ${_f} .PHONY
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${${_g}DIR}
	${INSTALL} -C ${_SHARE_OWN} -m ${${_g}MODE:U${SHAREMODE}} ${.ALLSRC} \
	    ${DESTDIR}${${_g}DIR}/${${_g}NAME_${_f:T}:U${_f:T}}
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
realbuild: buildfiles
.endif
