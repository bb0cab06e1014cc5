# meta.subdir.mk - SUBDIR in a dirdeps build: level 0 builds the directories below as one graph
# instead of walking through them. Read by bsd.subdir.mk.
#
# Honours: SUBDIR, SUBDIRDEPS_FILTER (a modifier on what was found), NO_SUBDIR, BOOTSTRAP_DEPENDFILES
# (take every directory with a makefile), ALL_MACHINES.

.if ${.MAKE.LEVEL} == 0
.MAIN: all
.if !exists(${.CURDIR}/${.MAKE.DEPENDFILE:T})
# Whoever knows how to be built, there or further down, is part of it.
_names := ${.MAKE.DEPENDFILE_PREFIX}*
.if defined(BOOTSTRAP_DEPENDFILES)
_names := ${.MAKE.MAKEFILE_PREFERENCE}
.endif
_found != cd ${.CURDIR} && find ${SUBDIR:N.WAIT:O:u} -type f \
	\( -name none ${_names:@n@-o -name '$n'@} \) -print 2> /dev/null; echo
_rel := ${"${RELDIR}" == ".":?:${RELDIR}/}
DIRDEPS := ${_found:H:N.:O:u:@d@${_rel}$d@}
.if defined(ALL_MACHINES) && !defined(BOOTSTRAP_DEPENDFILES)
DIRDEPS := ${_found:M*/${.MAKE.DEPENDFILE_PREFIX}:H:N.:@d@${_rel}$d@} \
	${_found:M*/${.MAKE.DEPENDFILE_PREFIX}.*:@f@${_rel}${f:H}.${f:E}@}
.undef ALL_MACHINES
.endif
.if empty(DIRDEPS)
# nothing has been built yet
_found != cd ${.CURDIR} && find ${SUBDIR:N.WAIT:O:u} -type f \
	\( -name none ${.MAKE.MAKEFILE_PREFERENCE:@n@-o -name '$n'@} \) -print 2> /dev/null; echo
DIRDEPS := ${_found:H:N.:O:u:@d@${_rel}$d@}
.endif
# and this one, if it makes anything itself
.if !empty(PROG) || !empty(PROGS) || !empty(LIB) || !empty(INCS) || !empty(FILES) || !empty(SCRIPTS)
DIRDEPS += ${RELDIR}
.endif
DIRDEPS := ${DIRDEPS:S,/./,/,g:O:u:${SUBDIRDEPS_FILTER:UU}}
DEP_RELDIR := ${RELDIR}
_dirdeps_direct = yes
.include <dirdeps.mk>
.endif
.else
all: .PHONY
.endif
