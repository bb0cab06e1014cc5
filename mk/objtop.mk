# objtop.mk - from SRCTOP and MACHINE to RELDIR, OBJROOT, OBJTOP and the object directory.
#
# Honours:
#   TARGET_SPEC_VARS   variables that make up a configuration; MACHINE first. Default: MACHINE
#   TARGET_SPEC        "amd64,debug": decomposed into TARGET_SPEC_VARS (also when given as MACHINE)
#   OBJROOT            default $MAKEOBJDIRPREFIX$SRCTOP/, else beside SRCTOP: src -> obj/, x -> x.obj/
#   OBJTOP             default OBJROOT + TARGET_OBJ_SPEC (default: MACHINE, or TARGET_SPEC if several)
#   HOST_OBJTOP        OBJTOP of the pseudo machine "host"; default OBJROOT + HOST_TARGET
#   MAKEOBJDIR         default: RELDIR below OBJTOP
# Objects must not lie below SRCTOP: what is below it counts as source.

TARGET_SPEC_VARS ?= MACHINE
.if ${TARGET_SPEC_VARS:[#]} > 1
.if ${MACHINE:M*,*} != ""
TARGET_SPEC := ${MACHINE}
.endif
.if !empty(TARGET_SPEC)
_tspec := ${TARGET_SPEC:S/,/ /g}
.for v i in ${TARGET_SPEC_VARS:range:@i@${TARGET_SPEC_VARS:[$i]} $i@}
$v := ${_tspec:[$i]}
.if empty($v)
.undef $v
.endif
.endfor
# the parts now say it all: keep the whole from reaching makes that want another
TARGET_SPEC =
.export-env TARGET_SPEC
.export ${TARGET_SPEC_VARS}
.endif
# (a MACHINE of the command line is still the whole)
TARGET_SPEC = ${TARGET_SPEC_VARS:@v@${$v:U:C;,.*;;}@:ts,}
TARGET_OBJ_SPEC ?= ${TARGET_SPEC}
.endif

.if ${.CURDIR} == ${SRCTOP}
RELDIR = .
.elif ${.CURDIR:M${SRCTOP}/*} != ""
RELDIR := ${.CURDIR:S,${SRCTOP}/,,1}
.endif

.if !defined(OBJROOT)
.if !empty(MAKEOBJDIRPREFIX)
OBJROOT := ${MAKEOBJDIRPREFIX}${SRCTOP}/
.elif ${SRCTOP:T} == "src"
OBJROOT := ${SRCTOP:H}/obj/
.else
OBJROOT := ${SRCTOP}.obj/
.endif
.export OBJROOT
.endif
HOST_OBJTOP ?= ${OBJROOT}${HOST_TARGET}
.if !defined(OBJTOP)
.if ${MACHINE} == "host"
OBJTOP := ${HOST_OBJTOP}
.else
OBJTOP := ${OBJROOT}${TARGET_OBJ_SPEC:U${MACHINE}}
.endif
.endif

# the sandbox, which holds the sources and the objects; makefiles of others ask for it
SB ?= ${SRCTOP:H}
STAGE_ROOT ?= ${OBJROOT}stage
STAGE_OBJTOP ?= ${STAGE_ROOT}/${"${MACHINE}" == "host":?${HOST_TARGET}:${TARGET_OBJ_SPEC:U${MACHINE}}}

.if defined(RELDIR) && !defined(MAKEOBJDIR) && ${MK_AUTO_OBJ} == "yes"
MAKEOBJDIR := ${OBJTOP}/${RELDIR}
# this object directory is ours; it must not become that of a make in another directory
__objdir := ${MAKEOBJDIR:S,/.$,,}
.endif

MACHINE_ARCH.host ?= ${_HOST_ARCH}
.if empty(MACHINE_ARCH)
MACHINE_ARCH := ${MACHINE_ARCH.${MACHINE}:U${MACHINE}}
.endif
