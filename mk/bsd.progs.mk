# bsd.progs.mk - several programs in one directory.
#
# Honours:
#   PROGS PROGS_CXX    names; for each P and each variable of PROG_VARS, V.P or V_P adds to V
#   PROG_VARS          further variables that may differ by program
#   UPDATE_DEPENDFILE_PROG   the one whose records make Makefile.depend; default: the last
# Each program is built by a make of its own with PROG set, one after the other; what else the Makefile has
# (SUBDIR, FILES, SCRIPTS, INCS, CONFS) belongs to none of them.

.MAIN: all
PROGS += ${PROGS_CXX}

.if !defined(PROG)
.for _p in ${PROGS}
.if make(${_p}) && !defined(PROG)
PROG = ${_p}
.endif
.endfor
.endif

UPDATE_DEPENDFILE_PROG ?= ${PROGS:[-1]}

.if defined(PROG)
.if ${PROGS_CXX:U:M${PROG}} != ""
PROG_CXX = ${PROG}
.endif
.for _v in CONFS FILES INCS SCRIPTS SUBDIR SUBDIR.yes
${_v} = ${${_v}_${PROG}:U${${_v}.${PROG}:U}}
.endfor
PROG_VARS += BINDIR CFLAGS CXXFLAGS COPTS CPPFLAGS DPADD LDADD LDFLAGS LIBADD LINKS MAN \
	NO_SHARED OBJS PROGNAME SRCS SYMLINKS
.for _v in ${PROG_VARS:O:u}
.if defined(${_v}.${PROG}) || defined(${_v}_${PROG})
${_v} += ${${_v}_${PROG}:U${${_v}.${PROG}}}
.endif
.endfor
DEPENDFILE ?= .depend.${PROG}
.if ${PROG} != ${UPDATE_DEPENDFILE_PROG}
UPDATE_DEPENDFILE = NO
.else
# this one answers for all: its make runs last and looks at every record
META_XTRAS += *.meta
.endif
.else
UPDATE_DEPENDFILE = NO
.include <bsd.init.mk>
.if !defined(_SKIP_BUILD)
PROGS_TARGETS += clean cleandir install
.for _p in ${PROGS}
realbuild: _prog.${_p}
_prog.${_p}: .PHONY .MAKE ${_last}
	@${.MAKE} -C ${.CURDIR} -f ${MAKEFILE} PROG=${_p}
_last := _prog.${_p}
.for _t in ${PROGS_TARGETS:O:u}
${_t:S/^install$/${_installs}/}: _prog.${_p}.${_t}
_prog.${_p}.${_t}: .PHONY .MAKE
	@${.MAKE} -C ${.CURDIR} -f ${MAKEFILE} PROG=${_p} ${_t}
.endfor
.endfor
.endif
.endif

.include <bsd.prog.mk>
