# bsd.init.mk - what every bsd.*.mk that builds something starts with; does its work once.
#
# Reads local.init.mk and ../Makefile.inc, sets the order beforebuild, realbuild (beforeinstall, realinstall,
# afterinstall), and decides whether
# this make builds at all: level 0 of a dirdeps build only drives others.
#
# Honours: BUILD_AT_LEVEL0, DEBUG_FLAGS, MK_STAGING; and per target, lazily:
#   CFLAGS.file CXXFLAGS.file CPPFLAGS.file   for one source (foo.c), object or program
#   COPTS CXXOPTS                              additions for a whole makefile
#   ONLY_MACHINE_LIST NOT_MACHINE_LIST ONLY_TARGET_SPEC_LIST NOT_TARGET_SPEC_LIST   what to build for

.if !target(__bsd.init.mk__)
__bsd.init.mk__: .NOTMAIN .PHONY

.-include <local.init.mk>
.-include "${.CURDIR}/../Makefile.inc"
.include <bsd.own.mk>

.MAIN: all

CFLAGS += ${COPTS} ${DEBUG_FLAGS} ${CFLAGS.${.IMPSRC:T}} ${CFLAGS.${.TARGET:T}}
CXXFLAGS += ${CXXOPTS} ${DEBUG_FLAGS} ${CXXFLAGS.${.IMPSRC:T}} ${CXXFLAGS.${.TARGET:T}}
CPPFLAGS += ${CPPFLAGS.${.IMPSRC:T}} ${CPPFLAGS.${.TARGET:T}}

.if ${MK_STAGING} == "yes" && !empty(STAGE_OBJTOP)
# these exist from the start: whoever searches them must not find them missing first, then there
.if !exists(${STAGE_OBJTOP}${INCLUDEDIR}/.) || !exists(${STAGE_OBJTOP}${LIBDIR}/.)
_x != mkdir -p ${STAGE_OBJTOP}${INCLUDEDIR} ${STAGE_OBJTOP}${LIBDIR}; echo
.endif
CPPFLAGS += -isystem ${STAGE_OBJTOP}${INCLUDEDIR}
LDFLAGS += -L${STAGE_OBJTOP}${LIBDIR}
.endif

.if ${.MAKE.LEVEL} == 0 && ${MK_DIRDEPS_BUILD} == "yes" && ${BUILD_AT_LEVEL0:Uyes:tl} == "no"
_SKIP_BUILD = not building at level 0
.elif (!empty(ONLY_MACHINE_LIST) && ${ONLY_MACHINE_LIST:M${MACHINE}} == "") || ${NOT_MACHINE_LIST:U:M${MACHINE}} != ""
_SKIP_BUILD = not for ${MACHINE}
.elif (!empty(ONLY_TARGET_SPEC_LIST) && ${ONLY_TARGET_SPEC_LIST:M${TARGET_SPEC}} == "") || ${NOT_TARGET_SPEC_LIST:U:M${TARGET_SPEC:U${MACHINE}}} != ""
_SKIP_BUILD = not for ${TARGET_SPEC}
.endif
.if defined(_SKIP_BUILD)
all: .PHONY
.else
all: beforebuild .WAIT realbuild .PHONY
.endif
beforebuild realbuild: .PHONY

# unless the Makefile has an install of its own; _installs is what all that is to be installed hangs on
_installs = install
.if make(*install*) && !target(install)
install: beforeinstall realinstall afterinstall .PHONY
.ORDER: beforeinstall realinstall afterinstall
_installs = realinstall
.endif
.endif
