# bsd.prog.mk - a program.
#
#   PROG_CXX= hello            PROG= hello
#   .include <bsd.prog.mk>     .include <bsd.prog.mk>
#
# Honours: PROG or PROG_CXX, PROGNAME (name when installed), SRCS (default PROG.c / PROG_CXX.cc), LIBADD
# LDADD DPADD OBJS (bsd.compile.mk), NO_SHARED (link statically), INTERNALPROG (not installed, not staged),
# SCRIPTS (bsd.groups.mk), MAN (default PROG.1 if there is one), FILES, LINKS, SYMLINKS, SUBDIR, BINDIR
# BINOWN BINGRP BINMODE STRIP, MK_STAGING. Targets to add to: beforebuild, beforelinking, beforeinstall,
# afterinstall.

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
MAN ?= ${exists(${.CURDIR}/${PROG}.1):?${PROG}.1:}
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
.if target(beforelinking)
${PROG}: beforelinking
beforelinking: ${OBJS}
.endif
CLEANFILES += ${PROG} ${OBJS}
.endif

.if !defined(_SKIP_BUILD)
realbuild: ${PROG}
.endif

.if make(*install*) && !target(realinstall) && !empty(PROG) && !defined(INTERNALPROG)
realinstall: _proginstall
_proginstall: beforeinstall .PHONY
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${BINDIR}
	${INSTALL} ${STRIP} ${_BIN_OWN} -m ${BINMODE} ${PROG} ${DESTDIR}${BINDIR}/${PROGNAME}
.endif

.if ${MK_STAGING} == "yes" && !empty(PROG) && ${MK_STAGING_PROG} == "yes" && !defined(INTERNALPROG)
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
