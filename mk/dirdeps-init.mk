# dirdeps-init.mk - what level 0 of a dirdeps build sets up once, before its first Makefile.depend.
#
# Honours:
#   BUILD_AT_LEVEL0    no: every directory, the first included, is built by a make of its own
#   TARGET_SPEC_VARS   variables of a configuration, MACHINE first
#   TARGET_MACHINE     build for this machine; ALL_MACHINES: for all the directory knows
#   ONLY_MACHINE_LIST ONLY_TARGET_SPEC_LIST   configurations this directory can be built for
#   NOT_MACHINE_LIST NOT_TARGET_SPEC_LIST     those it cannot
#   ALL_MACHINE_LIST   all legal machines
#   DIRDEPS_FILTER DIRDEPS_FILTER.MACHINE     modifiers applied to DIRDEPS
#   SKIP_DIR SKIP_DIR.MACHINE SKIP_DIRDEPS SKIP_HOSTDIR   directories (patterns) to leave out
#   NO_DIRDEPS         only this directory and what is below it; NO_DIRDEPS_BELOW: only this one
#   DIRDEP_MAKE DIRDEP_DIR DIRDEP_USE_ENV DIRDEP_USE_PRELUDE TRACER   how a directory is built
#   MK_DIRDEPS_CACHE DIRDEPS_CACHE   keep the graph in a file until a Makefile.depend changes
#   _V_READ_DIRDEPS    read all of it even for -V

.MAKE.SAVE_DOLLARS = no
DEBUG_DIRDEPS ?= no
BUILD_DIRDEPS ?= yes
BUILD_DIRDEPS_CACHE ?= no
_CURDIR ?= ${.CURDIR}
_OBJDIR ?= ${.OBJDIR}

TARGET_SPEC_VARS ?= MACHINE
TARGET_SPEC = ${TARGET_SPEC_VARS:@v@${$v:U:C;,.*;;}@:ts,}
DEP_TARGET_SPEC = ${TARGET_SPEC_VARS:@v@${DEP_$v:U}@:ts,}
.for _v in ${TARGET_SPEC_VARS}
DEP_${_v} ?= ${${_v}:C;,.*;;}
.endfor

# An entry that says only the first members of a configuration gets the rest from its includer.
.if ${TARGET_SPEC_VARS:[#]} > 1
_tspec_vars_i := ${TARGET_SPEC_VARS:range:@i@${TARGET_SPEC_VARS:[$i]} $i@}
M_dep_qual_fixes =
_members = \.[^/.,]+
.for _i in ${TARGET_SPEC_VARS:range:[2..-1]}
_members.${_i} := ${_members}
M_dep_qual_fixes += C;(${_members.${_i}})$$;\1,${TARGET_SPEC_VARS:[${_i}..-1]:@v@${DEP_$v:U}@:ts,};
_members := ${_members},[^/.,]+
.endfor
.else
M_dep_qual_fixes = U
.endif

# the candidates for a Makefile.depend, with %S for the configuration and %M for the machine
.MAKE.DEPENDFILE_PREFIX ?= Makefile.depend
.MAKE.DEPENDFILE_PREFERENCE ?= ${_CURDIR}/${.MAKE.DEPENDFILE_PREFIX}.${MACHINE} ${_CURDIR}/${.MAKE.DEPENDFILE_PREFIX}
_dependfile_names := ${.MAKE.DEPENDFILE_PREFERENCE:T:S;.${TARGET_SPEC}$;.%S;:S;.${MACHINE}$;.%M;}

# What do we start with, and for which configuration? A machine's own Makefile.depend tells.
DEP_RELDIR ?= ${RELDIR}
_DEP_RELDIR := ${DEP_RELDIR}
.if !empty(TARGET_MACHINE)
DEP_MACHINE = ${TARGET_MACHINE}
.elif !empty(_dirdeps_from) && ${_dirdeps_from:T:N${.MAKE.DEPENDFILE_PREFIX}:N*.inc:N*.options} != ""
DEP_MACHINE := ${_dirdeps_from:T:S,^${.MAKE.DEPENDFILE_PREFIX}.,,:C/,.*//}
.endif
_DEP_TARGET_SPEC := ${DEP_TARGET_SPEC}
_dirdeps_checked.${_CURDIR}.${TARGET_SPEC}: .NOTMAIN
DIRDEPS ?= ${RELDIR}
_dirdeps_top = yes

dirdeps: beforedirdeps .WAIT
dirdeps beforedirdeps: .PHONY .NOTMAIN

# With -V somebody only wants to know a variable.
.if ${.MAKEFLAGS:M-V${_V_READ_DIRDEPS:U}} != ""
BUILD_DIRDEPS = no
.endif

SKIP_DIR += .host *.WAIT ${SKIP_DIRDEPS}
SKIP_DIR.host += ${SKIP_HOSTDIR}
DEP_SKIP_DIR = ${SKIP_DIR} ${SKIP_DIR.${DEP_TARGET_SPEC}:U} ${SKIP_DIRDEPS.${DEP_TARGET_SPEC}:U} \
	${TARGET_SPEC_VARS:@v@${SKIP_DIR.${DEP_$v}:U} ${SKIP_DIRDEPS.${DEP_$v}:U}@}
NSkipDir = ${DEP_SKIP_DIR:${M_ListToSkip}}
NSkipHostDir = ${SKIP_HOSTDIR:U:N*.host*:S,$,.host*,:S,^,${SRCTOP}/,:S,^,N,:ts::S,^$,U,W}

.if defined(NO_DIRDEPS) || defined(NODIRDEPS) || defined(WITHOUT_DIRDEPS)
DIRDEPS_FILTER += M${_DEP_RELDIR}*
.elif defined(NO_DIRDEPS_BELOW) || defined(WITHOUT_DIRDEPS_BELOW)
DIRDEPS_FILTER += M${_DEP_RELDIR}
.endif
# U: something harmless
DEP_DIRDEPS_FILTER = U ${DIRDEPS_FILTER.${DEP_TARGET_SPEC}:U} \
	${TARGET_SPEC_VARS:@v@${DIRDEPS_FILTER.${DEP_$v}:U}@} ${DIRDEPS_FILTER:U}

# The configurations to build the first directory for.
.if defined(ALL_MACHINES)
_only_machines := ${ONLY_TARGET_SPEC_LIST:U} ${ONLY_MACHINE_LIST:U}
.if empty(_only_machines)
# those it has been built for before
_only_machines != cd ${_CURDIR} && for f in ${.MAKE.DEPENDFILE_PREFIX}.*; do echo $${f\#\#*.}; done
_only_machines := ${_only_machines:N\*:Nbak:Ninc:Noptions:Norig:Nold:Nrej}
.if !empty(ALL_MACHINE_LIST)
_only_machines := ${_only_machines:@m@${"${ALL_MACHINE_LIST:M${m:C/,.*//}}" != "":?$m:}@}
.endif
.endif
.if empty(_only_machines)
_only_machines := ${TARGET_MACHINE:U${ALL_MACHINE_LIST:U${DEP_MACHINE}}}
.endif
.else
_only_machines := ${ONLY_TARGET_SPEC_LIST:U:M${DEP_MACHINE},*}
.if empty(_only_machines)
_only_machines := ${ONLY_MACHINE_LIST:U${TARGET_MACHINE:U${DEP_MACHINE}}:M${DEP_MACHINE}}
.endif
.endif
.if !empty(NOT_MACHINE_LIST)
_only_machines := ${_only_machines:${NOT_MACHINE_LIST:S,$, &\,*,:O:u:S,^,N,:ts:}}
.endif
_only_machines := ${_only_machines:S,^,.,:${M_dep_qual_fixes:ts:}:S,^.,,:O:u}
.if !empty(NOT_TARGET_SPEC_LIST)
_only_machines := ${_only_machines:${NOT_TARGET_SPEC_LIST:${M_ListToSkip}}}
.endif

DIRDEP_MAKE ?= ${.MAKE}
DIRDEP_DIR ?= ${.TARGET:R}

# A directory without makefile is no error: it may belong to another part of the tree. The shell gives
# way to the make it starts: one process less per directory.
_dirdep_has_makefile = ${.MAKE.MAKEFILE_PREFERENCE:@m@${exists(${.TARGET:R}/$m):?yes:}@}
_DIRDEP_USE: .USE .MAKE
	@${"${_dirdep_has_makefile:M*}" != "":?${_dirdep_command}:}
_dirdep_command = echo "${TRACER}Checking ${.TARGET:R} for ${.TARGET:E} ..."; ${DIRDEP_USE_PRELUDE} \
	export MACHINE_ARCH= NO_SUBDIR=1 ${DIRDEP_USE_ENV} TARGET_SPEC=${.TARGET:E} MACHINE=${.TARGET:E}; \
	exec ${DIRDEP_MAKE} -C ${DIRDEP_DIR}

.if ${MK_DIRDEPS_CACHE:Uno} == "yes" && !defined(NO_DIRDEPS) && !defined(NO_DIRDEPS_BELOW)
.include <dirdeps-cache.mk>
.endif
