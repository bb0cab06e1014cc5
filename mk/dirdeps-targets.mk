# dirdeps-targets.mk - names for sets of directories: "mmk foo" builds what a directory foo below
# one of DIRDEPS_TARGETS_DIRS lists in its Makefile.depend files. For the top level makefile.
#
# Honours:
#   DIRDEPS_TARGETS_DIRS         default: targets targets/pseudo
#   DIRDEPS_TARGETS_PREFIX_LIST  prefixes of a target that are not part of the name; pkg- build-
#   DIRDEPS_TARGETS_FILTER       modifiers on .TARGETS; DIRDEPS_TARGETS_SKIP: those left alone
#   DIRDEPS_TARGETS_SKIP_LIST    Makefile.depend* to ignore (patterns)
#   ALL_MACHINE_LIST PSEUDO_MACHINE_LIST TARGET_MACHINE_LIST TARGET_SPEC_LIST   legal suffixes
#   REQUESTED_MACHINE REQUESTED_TARGET_SPEC   only those
# Hook: local.dirdeps-targets.mk.

.if ${.MAKE.LEVEL} == 0
.-include <local.dirdeps-targets.mk>

DIRDEPS_TARGETS_DIRS ?= targets targets/pseudo
DIRDEPS_TARGETS_PREFIX_LIST ?= pkg- build-
DIRDEPS_TARGETS_FILTER += Nall
DIRDEPS_TARGETS_SKIP += all clean* destroy* bootstrap*
DIRDEPS_TARGETS_SKIP_LIST += *~ *.bak *.inc *.old *.options *.orig *.rej

_tnames := ${.TARGETS:${DIRDEPS_TARGETS_FILTER:ts:}:${DIRDEPS_TARGETS_PREFIX_LIST:S/^/S,^/:S/$/,,/:ts:}}
tdirs := ${_tnames:@t@${DIRDEPS_TARGETS_DIRS:S,$,/$t,}@:@d@${exists(${SRCTOP}/$d):?$d:}@}

.if !empty(tdirs)
DIRDEPS_TARGETS_MACHINE_LIST += ${ALL_MACHINE_LIST:U} ${PSEUDO_MACHINE_LIST:Ucommon host host32} \
	${TARGET_MACHINE_LIST:U} ${TARGET_SPEC_LIST:U}
DIRDEPS_TARGETS_MACHINE_LIST := ${DIRDEPS_TARGETS_MACHINE_LIST:O:u}

tdeps != cd ${SRCTOP} && ls -1 ${tdirs:O:u:@d@$d/${.MAKE.DEPENDFILE_PREFIX}*@} 2> /dev/null; echo
tdeps := ${tdeps:${DIRDEPS_TARGETS_SKIP_LIST:${M_ListToSkip}}}

# dir/Makefile.depend: any configuration; dir/Makefile.depend.x: dir.x, if x is legal
# (:H makes a dot of nothing)
ptdeps := ${tdeps:M*/${.MAKE.DEPENDFILE_PREFIX}:H:N.}
mqtdeps := ${DIRDEPS_TARGETS_MACHINE_LIST:@m@${tdeps:M*/${.MAKE.DEPENDFILE_PREFIX}.$m}@:S,/${.MAKE.DEPENDFILE_PREFIX},,}
tqtdeps =
.if ${TARGET_SPEC_VARS:U:[#]} > 1 && empty(TARGET_SPEC_LIST)
tqtdeps := ${DIRDEPS_TARGETS_MACHINE_LIST:N*,*:@m@${tdeps:M*/${.MAKE.DEPENDFILE_PREFIX}.$m,*}@:S,/${.MAKE.DEPENDFILE_PREFIX},,}
.endif

.if empty(REQUESTED_MACHINE)
DIRDEPS := ${ptdeps} ${mqtdeps} ${tqtdeps}
.else
_spec := ${REQUESTED_TARGET_SPEC:U${"${TARGET_SPEC:U}" != "":?${TARGET_SPEC}:${REQUESTED_MACHINE}}}
DIRDEPS := ${ptdeps:@d@$d.${_spec}@} ${mqtdeps:M*.${REQUESTED_MACHINE}} ${mqtdeps:M*.${_spec}} ${tqtdeps:M*.${_spec}}
.endif
DIRDEPS := ${DIRDEPS:O:u}
.if !empty(DEBUG_DIRDEPS_TARGETS)
.info tdirs='${tdirs}' tdeps='${tdeps}' DIRDEPS='${DIRDEPS}'
.endif

.if !empty(DIRDEPS)
_dirdeps_direct = yes
.include <dirdeps.mk>
.for _t in ${.TARGETS:${DIRDEPS_TARGETS_SKIP:${M_ListToSkip}}}
${_t}: dirdeps .PHONY
.endfor
.endif
.endif
.endif
