# bsd.groups.mk - lists of files to build, install and stage; what files, headers and scripts share.
# Read once for each of these by bsd.files.mk, bsd.incs.mk and bsd.prog.mk.
#
# Input:
#   _groups            the names of the lists
#   _group_kind        four words: how the targets are called (files), whose owner, group and mode are
#                      the defaults (SHARE), the variable that says where to (FILESDIR), and a modifier
#                      that makes the installed name from the file's (T: the same)
# Honours, for each G of _groups: G, GDIR GOWN GGRP GMODE, GNAME (of a list of one), and each of these
# for one file: GDIR_file GOWN_file GGRP_file GMODE_file GNAME_file. NO_STAGING_G: not staged.
# Targets: buildfiles, installfiles (buildincludes, ...).

# (as loop variables these four are what they are now, in recipes too)
.for _kind _like _where _to_name in ${_group_kind}
build${_kind} install${_kind}: .PHONY .NOTMAIN
.if make(*install*)
realinstall: install${_kind}
.endif
.if !defined(_SKIP_BUILD)
realbuild: build${_kind}
.endif

.for _g in ${_groups:O:u}
${_g}DIR ?= ${${_where}}
${_g}OWN ?= ${${_like}OWN:U}
${_g}GRP ?= ${${_like}GRP:U}
${_g}MODE ?= ${${_like}MODE}
.for _f in ${${_g}:U}
_group_dir.${_g}.${_f:T} = ${${_g}DIR_${_f:T}:U${${_g}DIR}}
_group_name.${_g}.${_f:T} = ${${_g}NAME_${_f:T}:U${${_g}NAME:U${_f:T:${_to_name}}}}
build${_kind}: ${_f}
.if make(*install*) || make(includes)
_group_own.${_g}.${_f:T} = ${_GIVE_OWNER:D-o ${${_g}OWN_${_f:T}:U${${_g}OWN}} -g ${${_g}GRP_${_f:T}:U${${_g}GRP}}}
install${_kind}: _install.${_g}.${_f:T}
.ORDER: beforeinstall _install.${_g}.${_f:T}
_install.${_g}.${_f:T}: ${_f} .PHONY
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${_group_dir.${_g}.${_f:T}}
	${INSTALL} -C ${_group_own.${_g}.${_f:T}} -m ${${_g}MODE_${_f:T}:U${${_g}MODE}} ${.ALLSRC} \
	    ${DESTDIR}${_group_dir.${_g}.${_f:T}}/${_group_name.${_g}.${_f:T}}
.endif
.if ${MK_STAGING} == "yes" && !defined(NO_STAGING_${_g})
# (a set has one directory)
.for _set in ${_g}${${_g}DIR_${_f:T}:D.${_f:T}}
STAGE_DIR.${_set} ?= ${STAGE_OBJTOP}${_group_dir.${_g}.${_f:T}}
.if ${_group_name.${_g}.${_f:T}} != ${_f:T}
STAGE_AS_SETS += ${_set}
STAGE_AS_${_f:T} = ${_group_name.${_g}.${_f:T}}
stage_as.${_set}: ${_f}
.else
STAGE_SETS += ${_set}
stage_files.${_set}: ${_f}
.endif
.endfor
.endif
.endfor
.endfor
.endfor
