# sys.mk - what every makefile gets before its first line: the tree it lies in, the build mode, the
# object directory, default tools and suffix rules.
#
# Honours (environment, command line, or the tree's mk/local.sys.env.mk):
#   WITH_x / WITHOUT_x / MK_x   for META_MODE, DIRDEPS_BUILD, AUTO_OBJ, STAGING, DIRDEPS_CACHE
#   SRCTOP OBJROOT OBJTOP HOST_OBJTOP   where sources and objects lie (found if unset)
#   TARGET_SPEC_VARS TARGET_SPEC        what a build configuration consists of (first: MACHINE)
#   CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS AR LEX YACC ...  the usual tools
# Hooks, in order: local.sys.env.mk, local.meta.sys.mk, local.sys.mk.
#
# Read by every make of a tree build: no shell command at parse time, nothing that is not needed.

# -V shows values, not their makefile text.
.MAKE.EXPAND_VARIABLES ?= yes

# A list turned into a modifier that skips (matches) each of its members.
M_ListToSkip = O:u:S,^,N,:ts:
M_ListToMatch = L:@m@$${V:M$$m}@
# where the makefile being read lies, and that makefile
_PARSEDIR = ${.PARSEDIR:tA}
_this = ${.PARSEDIR:tA}/${.PARSEFILE}

.include <host-target.mk>
.include <srctop.mk>
.-include <local.sys.env.mk>

# A one-of-several option: a makefile's veto (NO_x), the user's wish, then the default.
MK_DIRDEPS_BUILD ?= ${WITHOUT_DIRDEPS_BUILD:Dno:U${WITH_DIRDEPS_BUILD:Dyes:Uno}}
MK_META_MODE ?= ${WITHOUT_META_MODE:Dno:U${WITH_META_MODE:Dyes:U${MK_DIRDEPS_BUILD}}}
MK_AUTO_OBJ ?= ${WITHOUT_AUTO_OBJ:Dno:U${WITH_AUTO_OBJ:Dyes:U${MK_DIRDEPS_BUILD}}}
MK_STAGING ?= ${WITHOUT_STAGING:Dno:U${WITH_STAGING:Dyes:Uno}}
MK_DIRDEPS_CACHE ?= ${WITHOUT_DIRDEPS_CACHE:Dno:U${WITH_DIRDEPS_CACHE:Dyes:Uno}}
MK_STAGING_PROG ?= ${WITHOUT_STAGING_PROG:Dno:U${MK_STAGING}}

.if !empty(SRCTOP)
.include <objtop.mk>
.endif
.if ${MK_META_MODE} == "yes"
.include <meta.sys.mk>
.else
META_NOPHONY = .PHONY
META_NOECHO = echo
META_COOKIE_TOUCH =
META_COOKIE_RM =
.endif
.MAKE.MODE ?= normal
.if ${MK_AUTO_OBJ} == "yes" || ${MKOBJDIRS:Uno} == "auto"
.include <auto.obj.mk>
.endif

SHELL ?= /bin/sh
MAKE_SHELL ?= sh

AR ?= ar
ARFLAGS ?= crs
RANLIB ?= ranlib
AS ?= as
CC ?= cc
CFLAGS ?= -O2 -pipe
CXX ?= c++
CXXFLAGS ?= ${CFLAGS:N-std=*:N-Wstrict-prototypes:N-Wmissing-prototypes}
CPP ?= cpp
LD ?= ld
LEX ?= flex
LFLAGS ?=
YACC ?= bison -y
YFLAGS ?= -d
NM ?= nm
OBJCOPY ?= objcopy
STRIPBIN ?= strip
INSTALL ?= install
LN ?= ln
RM ?= rm

# :M* squeezes the blanks that empty parts leave
COMPILE.c ?= ${CC} ${:U${CFLAGS} ${CPPFLAGS}:M*} -c
COMPILE.cc ?= ${CXX} ${:U${CXXFLAGS} ${CPPFLAGS}:M*} -c
COMPILE.s ?= ${CC} ${AFLAGS} -c
COMPILE.S ?= ${CC} ${AFLAGS} ${CPPFLAGS} -c
LINK.c ?= ${CC} ${:U${CFLAGS} ${CPPFLAGS} ${LDFLAGS}:M*}
LINK.cc ?= ${CXX} ${:U${CXXFLAGS} ${CPPFLAGS} ${LDFLAGS}:M*}
LINK.s ?= ${CC} ${AFLAGS} ${LDFLAGS}
LINK.S ?= ${CC} ${AFLAGS} ${CPPFLAGS} ${LDFLAGS}
LEX.l ?= ${LEX} ${LFLAGS}
YACC.y ?= ${YACC} ${YFLAGS}

.SUFFIXES: .out .a .o .pico .po .c .cc .cpp .cxx .C .c++ .S .s .y .l .h .sh
.LIBS: .a
.INCLUDES: .h

CXX_SUFFIXES ?= .cc .cpp .cxx .C .c++

.c:
	${LINK.c} -o ${.TARGET} ${.IMPSRC} ${LDLIBS}
.c.o:
	${COMPILE.c} -o ${.TARGET} ${.IMPSRC}
.c.a:
	${COMPILE.c} -o ${.PREFIX}.o ${.IMPSRC}
	${AR} ${ARFLAGS} ${.TARGET} ${.PREFIX}.o
	rm -f ${.PREFIX}.o

.cc .cpp .cxx .C .c++:
	${LINK.cc} -o ${.TARGET} ${.IMPSRC} ${LDLIBS}
.cc.o .cpp.o .cxx.o .C.o .c++.o:
	${COMPILE.cc} -o ${.TARGET} ${.IMPSRC}

.s.o:
	${COMPILE.s} -o ${.TARGET} ${.IMPSRC}
.S.o:
	${COMPILE.S} -o ${.TARGET} ${.IMPSRC}

.l.c:
	${LEX.l} -o ${.TARGET} ${.IMPSRC}
.y.c:
	${YACC.y} -o ${.TARGET} ${.IMPSRC}

.sh:
	rm -f ${.TARGET}
	cp ${.IMPSRC} ${.TARGET}
	chmod a+x ${.TARGET}

.-include <local.sys.mk>
