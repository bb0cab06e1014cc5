# meta.sys.mk - switches META_MODE on, and the dirdeps build if that is wanted.
#
# Honours:
#   META_MODE          extra words for .MAKE.MODE (env, curdirOk=yes, nofilemon, read, ...)
#   NO_SILENT          show commands although their .meta file keeps them
#   NO_META_MISSING    do not take a missing .meta file for a reason to build
#   NO_META_MISSING_FILEMON  the same for one without trace data
#   MK_DIRDEPS_BUILD   also build the directories we depend on first (dirdeps.mk)
#   ALL_MACHINES BUILD_AT_LEVEL0 UPDATE_DEPENDFILE   see dirdeps.mk and meta.autodep.mk
#   META2DEPS          the extractor of directory dependencies; default: beside ${.MAKE}, else PATH
#   ERROR_LOGDIR       copies of failed targets' .meta files go there
# Hook: local.meta.sys.mk.

SYS_MK_DIR ?= ${.PARSEDIR:tA}
.-include <local.meta.sys.mk>

# Set in the environment these are the user's wishes, in addition to ours.
META_MODE += meta verbose
.if ${MK_AUTO_OBJ:Uno} != "yes"
# Who asks for META_MODE without object directories wants it all the same, not silence.
META_MODE += curdirOk=yes
.endif
.if !defined(NO_SILENT)
META_MODE += silent=yes
.endif
.if !defined(NO_META_MISSING)
META_MODE += missing-meta=yes
.endif
# Finding out what can be traced takes longer than reading all of this: once is enough for a tree.
.if !defined(_FILEMON)
_FILEMON := ${"${.MAKE.PATH_FILEMON:U}" != "":?yes:no}
.export _FILEMON
.endif
.if ${_FILEMON} == "no"
META_MODE += nofilemon
.elif !defined(NO_META_MISSING_FILEMON) && ${META_MODE:Mnofilemon} == ""
META_MODE += missing-filemon=yes
.endif
.MAKE.MODE ?= ${META_MODE:O:u}

# What lies in the object trees is ours: if it vanishes, it must be made again.
.if !empty(OBJROOT)
.MAKE.META.BAILIWICK += ${OBJROOT:tA}
.endif

# The shell and the makefiles are no inputs: a changed command is seen by itself.
.MAKE.META.IGNORE_PATHS += ${MAKE_SHELL:M/*} ${SHELL:M/*} ${SYS_MK_DIR}
.if !empty(SRCTOP)
.MAKE.META.IGNORE_PATHS += ${SRCTOP}/mk
.endif

# for recipes of targets that are no files, unless META_MODE is to know when they were made
META_COOKIE ?= ${COOKIE.${.TARGET}:U${.OBJDIR}/${.TARGET:T}}
META_COOKIE_TOUCH ?= touch ${META_COOKIE}
META_COOKIE_RM ?= rm -f ${META_COOKIE}
META_NOPHONY =
META_NOECHO = :

MAKE_PRINT_VAR_ON_ERROR += .ERROR_TARGET .ERROR_META_FILE .MAKE.LEVEL MAKEFILE .MAKE.MODE

.if !empty(ERROR_LOGDIR) && !target(.ERROR)
meta_error_log = ${ERROR_LOGDIR}/meta-${.MAKE.PID}.log
.ERROR: _metaError
_metaError: .NOMETA .NOTMAIN
	-@[ -z "${.ERROR_META_FILE}" ] || { mkdir -p ${ERROR_LOGDIR} && \
	cp ${.ERROR_META_FILE} ${meta_error_log} && echo "ERROR: log ${meta_error_log}" >&2; }
.endif

.if ${MK_DIRDEPS_BUILD:Uno} == "yes"
.include <dirdeps.sys.mk>
.endif
