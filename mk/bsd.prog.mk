# bsd.prog.mk - a program.
#
#   PROG_CXX= hello            PROG= hello
#   .include <bsd.prog.mk>     .include <bsd.prog.mk>
#
# Honours: PROG or PROG_CXX, PROGNAME (name when installed), SRCS (default PROG.c / PROG_CXX.cc), LIBADD
# LDADD DPADD OBJS (bsd.compile.mk), NO_SHARED (link statically), SCRIPTS, MAN, FILES, LINKS, SYMLINKS,
# SUBDIR, BINDIR BINOWN BINGRP BINMODE, MK_STAGING.

.if !target(__bsd.prog.mk__)
__bsd.prog.mk__: .NOTMAIN .PHONY
.include <bsd.init.mk>

.if defined(PROG_CXX)
PROG = ${PROG_CXX}
SRCS ?= ${PROG_CXX}.cc
.endif
.if !empty(PROG)
SRCS ?= ${PROG}.c
PROGNAME ?= ${PROG}
.endif
.if !empty(SRCS)
.include <bsd.compile.mk>
.endif

.if !empty(PROG)
.if defined(NO_SHARED) && ${NO_SHARED:tl} != "no"
LDFLAGS += -static
.endif
.if !target(${PROG})
${PROG}: ${OBJS} ${DPADD}
	${:U${_CCLINK} ${LDFLAGS}:M*} -o ${.TARGET} ${:U${OBJS} ${LDADD}:M*}
.endif
CLEANFILES += ${PROG} ${OBJS}
.endif

.if !defined(_SKIP_BUILD)
realbuild: ${PROG} ${SCRIPTS}
.endif

.if make(*install*) && !target(realinstall)
realinstall: _proginstall
_proginstall: beforeinstall .PHONY
.if !empty(PROG)
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${BINDIR}
	${INSTALL} ${STRIP_FLAG} ${_BIN_OWN} -m ${BINMODE} ${PROG} ${DESTDIR}${BINDIR}/${PROGNAME}
.endif
.for _f in ${SCRIPTS}
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${SCRIPTSDIR_${_f:T}:U${SCRIPTSDIR}}
	${INSTALL} ${_BIN_OWN} -m ${BINMODE} ${.ALLSRC:M*${_f:T}:U${_f}} \
	    ${DESTDIR}${SCRIPTSDIR_${_f:T}:U${SCRIPTSDIR}}/${SCRIPTSNAME_${_f:T}:U${_f:T:R}}
.endfor
.if !empty(SCRIPTS)
_proginstall: ${SCRIPTS}
.endif
.endif

.if ${MK_STAGING} == "yes" && !empty(PROG) && ${MK_STAGING_PROG} == "yes"
STAGE_DIR.prog ?= ${STAGE_OBJTOP}${BINDIR}
.if ${PROGNAME} != ${PROG}
STAGE_AS_SETS += prog
STAGE_AS_${PROG} = ${PROGNAME}
stage_as.prog: ${PROG}
.else
STAGE_SETS += prog
stage_files.prog: ${PROG}
.endif
.endif

.include <bsd.final.mk>
.endif
