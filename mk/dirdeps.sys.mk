# dirdeps.sys.mk - early part of a dirdeps build, for every make in it; read by meta.sys.mk.
#
# Pins at level 0, and exports, what must be the same in all makes: the host's names, MACHINE0 (the
# machine the build was started for), META2DEPS, and whether Makefile.depend files are updated.
# Level 0 then does nothing but drive: "all" is "dirdeps".
#
# Honours: UPDATE_DEPENDFILE, BUILD_AT_LEVEL0, ALL_MACHINES, META2DEPS, .MAKE.DEPENDFILE_*.

MKDEP_MK ?= meta.autodep.mk

.if ${.MAKE.LEVEL} == 0
_HOST_OSREL := ${_HOST_OSREL}
_HOST_MACHINE := ${_HOST_MACHINE}
_HOST_ARCH := ${_HOST_ARCH}
HOST_TARGET := ${HOST_TARGET}
HOST_OBJTOP := ${HOST_OBJTOP}
MACHINE0 := ${MACHINE}
# a configuration given on the command line is that of this directory, not of all
.MAKEOVERRIDES := ${.MAKEOVERRIDES:NMACHINE:NTARGET_SPEC:${TARGET_SPEC_VARS:S,^,N,:ts:}}
.export _HOST_OSREL _HOST_MACHINE _HOST_ARCH HOST_TARGET HOST_OBJTOP MACHINE0

.if !defined(META2DEPS)
META2DEPS := ${.MAKE:M/*:H:N.:@d@${exists($d/meta2deps):?$d/meta2deps:}@:Umeta2deps:S/^$/meta2deps/W}
.endif
.export META2DEPS

.if ${.MAKE.MODE:Mread} != "" || ${.MAKE.MODE:Mnofilemon} != "" || ${.MAKE.MODE:Mmeta} == ""
# no records, or none written: nothing to learn from
UPDATE_DEPENDFILE = NO
.export UPDATE_DEPENDFILE
.elif ${.MAKEFLAGS:M-k} != "" && ${UPDATE_DEPENDFILE:Uyes:tl} != "no"
.warning -k: Makefile.depend files are not updated
UPDATE_DEPENDFILE = NO
.export UPDATE_DEPENDFILE
.endif
.endif

.MAKE.DEPENDFILE_PREFIX ?= Makefile.depend
.MAKE.DEPENDFILE_DEFAULT ?= ${.CURDIR}/${.MAKE.DEPENDFILE_PREFIX}
.include <sys.dependfile.mk>

.if ${.MAKE.LEVEL} == 0
all: dirdeps .WAIT
dirdeps: .PHONY
.NOPATH: dirdeps
.if defined(ALL_MACHINES)
.MAIN: dirdeps
BUILD_AT_LEVEL0 = no
.endif
.if ${.TARGETS:Nall} == ""
BUILD_AT_LEVEL0 ?= no
.endif
.endif
