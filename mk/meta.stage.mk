# meta.stage.mk - puts what a directory makes for others where they will look for it: a tree below
# STAGE_ROOT that mirrors the installed one. Beside each staged file lies FILE.dirdep with the name of
# the directory that put it there; meta2deps reads it, and two directories staging one file is an error.
#
# Honours:
#   STAGE_ROOT STAGE_OBJTOP      default ${OBJROOT}stage and its ${MACHINE}
#   STAGE_INCS STAGE_INCSDIR     headers            STAGE_LIBS STAGE_LIBDIR   libraries (SHLIB_LINK too)
#   STAGE_FILES STAGE_DIR        anything           STAGE_SYMLINKS STAGE_LINKS   pairs "what name"
#   STAGE_SETS                   for S in it: STAGE_FILES.S STAGE_DIR.S STAGE_SYMLINKS.S STAGE_LINKS.S,
#                                or sources given to the target stage_files.S; STAGE_SYMLINKS_DIR.S
#   STAGE_AS_SETS                for S in it: STAGE_AS.S, or sources given to stage_as.S, each staged
#                                as ${STAGE_AS_file}; STAGE_AS_AND_SYMLINK.S also keeps the old name
#   FLAGS.stage_files.S          e.g. -m 755
#   STAGE_CONFLICT               ERROR (default) or WARNING
#   MK_STALE_STAGED              yes: remove what this directory staged before and does no more
#   NO_STAGING                   none of it
# Hook: local.meta.stage.mk. Targets: staging and the stage_* it consists of, part of all.

.if !defined(NO_STAGING) && !target(__meta.stage.mk__)
__meta.stage.mk__: .NOTMAIN .PHONY
.-include <local.meta.stage.mk>

.if ${.MAKE.DEPENDFILE_PREFERENCE:U${.MAKE.DEPENDFILE:U}:M*.${MACHINE}} != ""
_dirdep ?= ${RELDIR}.${TARGET_SPEC:U${MACHINE}}
.else
_dirdep ?= ${RELDIR}
.endif
STAGE_CONFLICT ?= ERROR

.dirdep: .NOPATH .NOMETA .NOTMAIN
	@echo '${_dirdep}' > ${.TARGET}
.NOPATH: .dirdep
CLEANFILES += .dirdep .staged.*

# the functions StageFiles, StageLinks and StageAs, for recipes of one's own as well
_STAGE_SCRIPT := ${.PARSEDIR:tA}/stage.sh
STAGE_FILE_SCRIPT = _dirdep='${_dirdep}' _target='${.TARGET}' _conflict=${STAGE_CONFLICT:tu}; . ${_STAGE_SCRIPT}
STAGE_LINKS_SCRIPT = ${STAGE_FILE_SCRIPT}
STAGE_AS_SCRIPT = ${STAGE_FILE_SCRIPT}
_stage_src = ${.ALLSRC:N.dirdep:N*/.dirdep:Nstage_*}

.if !empty(STAGE_INCSDIR) && (!empty(STAGE_INCS) || target(stage_incs))
STAGE_TARGETS += stage_incs
stage_incs: .dirdep ${STAGE_INCS:N*\**}
	@${STAGE_FILE_SCRIPT}; StageFiles ${STAGE_INCSDIR:tA} ${STAGE_INCS:U${_stage_src}}
_STAGED_DIRS += ${STAGE_INCSDIR}
.endif

.if !empty(STAGE_LIBDIR) && (!empty(STAGE_LIBS) || target(stage_libs))
STAGE_TARGETS += stage_libs
stage_libs: .dirdep ${STAGE_LIBS:N*\**}
	@${STAGE_FILE_SCRIPT}; StageFiles ${STAGE_LIBDIR:tA} ${STAGE_LIBS:U${_stage_src}}
.if !empty(SHLIB_NAME) && !empty(SHLIB_LINK) && ${SHLIB_LINK} != ${SHLIB_NAME}
	@${STAGE_LINKS_SCRIPT}; StageLinks -s ${STAGE_LIBDIR:tA} ${SHLIB_NAME} ${SHLIB_LINK}
.endif
_STAGED_DIRS += ${STAGE_LIBDIR}
.endif

.if !empty(STAGE_DIR)
STAGE_SETS += _default
.for _k in FILES LINKS SYMLINKS
STAGE_${_k}._default ?= ${STAGE_${_k}}
.endfor
STAGE_DIR._default ?= ${STAGE_DIR}
.if target(stage_files)
stage_files._default: stage_files
.endif
.endif

.for _s in ${STAGE_SETS:O:u}
.if !empty(STAGE_FILES.${_s}) || target(stage_files.${_s})
STAGE_TARGETS += stage_files.${_s}
_dir.${_s} = ${STAGE_FILES_DIR.${_s}:U${STAGE_DIR.${_s}}}
stage_files.${_s}: .dirdep ${STAGE_FILES.${_s}:U:N*\**}
	@${STAGE_FILE_SCRIPT}; StageFiles ${FLAGS.${.TARGET}} ${_dir.${_s}:tA} ${STAGE_FILES.${_s}:U${_stage_src}}
_STAGED_DIRS += ${_dir.${_s}}
.endif
.if !empty(STAGE_LINKS.${_s})
STAGE_TARGETS += stage_links.${_s}
stage_links.${_s}: .dirdep
	@${STAGE_LINKS_SCRIPT}; StageLinks -- ${STAGE_LINKS_DIR.${_s}:U${STAGE_OBJTOP}:tA} ${STAGE_LINKS.${_s}}
.endif
.if !empty(STAGE_SYMLINKS.${_s})
STAGE_TARGETS += stage_symlinks.${_s}
stage_symlinks.${_s}: .dirdep
	@${STAGE_LINKS_SCRIPT}; StageLinks -s ${STAGE_SYMLINKS_DIR.${_s}:U${STAGE_OBJTOP}:tA} ${STAGE_SYMLINKS.${_s}}
.endif
.endfor

_stage_pairs = @f@$$f $${STAGE_AS_$${f:tA}:U$${STAGE_AS_$${f:T}:U$${f:T}}}@
_stage_back_pairs = @f@$${STAGE_AS_$${f:tA}:U$${STAGE_AS_$${f:T}:U$${f:T}}} $${f:T}@
.for _s in ${STAGE_AS_SETS:O:u}
.if !empty(STAGE_AS.${_s}) || target(stage_as.${_s})
STAGE_TARGETS += stage_as.${_s}
_dir.${_s} = ${STAGE_FILES_DIR.${_s}:U${STAGE_DIR.${_s}}}
stage_as.${_s}: .dirdep ${STAGE_AS.${_s}:U:N*\**}
	@${STAGE_AS_SCRIPT}; StageAs ${FLAGS.${.TARGET}} ${_dir.${_s}:tA} ${STAGE_AS.${_s}:U${_stage_src}:${_stage_pairs}}
_STAGED_DIRS += ${_dir.${_s}}
.endif
.if !empty(STAGE_AS_AND_SYMLINK.${_s}) || target(stage_as_and_symlink.${_s})
STAGE_TARGETS += stage_as_and_symlink.${_s}
_dir.${_s} = ${STAGE_FILES_DIR.${_s}:U${STAGE_DIR.${_s}}}
stage_as_and_symlink.${_s}: .dirdep ${STAGE_AS_AND_SYMLINK.${_s}:U:N*\**}
	@${STAGE_AS_SCRIPT}; \
	StageAs ${FLAGS.${.TARGET}} ${_dir.${_s}:tA} ${STAGE_AS_AND_SYMLINK.${_s}:U${_stage_src}:${_stage_pairs}}; \
	StageLinks -s ${_dir.${_s}:tA} ${STAGE_AS_AND_SYMLINK.${_s}:U${_stage_src}:${_stage_back_pairs}}
_STAGED_DIRS += ${_dir.${_s}}
.endif
.endfor

.if !empty(STAGE_TARGETS)
STAGE_TARGETS := ${STAGE_TARGETS:O:u}
staging: ${STAGE_TARGETS:N*links*} .WAIT ${STAGE_TARGETS:M*links*} .PHONY .NOTMAIN
${STAGE_TARGETS}: .NOTMAIN
.NOPATH: ${STAGE_TARGETS}
CLEANFILES += ${STAGE_TARGETS}
# the kinds as such, for those who name them
.for _k in files links symlinks as as_and_symlink
.if ${STAGE_TARGETS:Mstage_${_k}.*} != "" && !target(stage_${_k})
stage_${_k}: ${STAGE_TARGETS:Mstage_${_k}.*} .PHONY .NOTMAIN
.endif
.endfor
.if target(stage_incs)
stage_includes: stage_incs .PHONY .NOTMAIN
.endif

.if !defined(_SKIP_BUILD)
STAGING_WAIT ?= .WAIT
all: ${STAGING_WAIT} staging
.if ${MK_STALE_STAGED:Uno} == "yes"
all: stale_staged
stale_staged: staging .NOMETA .PHONY .NOTMAIN
	@${STAGE_FILE_SCRIPT}; StaleStaged ${STAGE_TARGETS}
.endif
.endif

# our own staged files are not what we need
GENDIRDEPS_FILTER += Nnot-empty-is-important ${_STAGED_DIRS:O:u:S,^${STAGE_OBJTOP}/,N,}
.endif

# install(1) during a build is staging, too
.if !defined(STAGE_INSTALL)
STAGE_INSTALL := sh ${.PARSEDIR:tA}/stage-install.sh INSTALL="${INSTALL}" OBJDIR=${.OBJDIR:tA}
.endif
.if ${.TARGETS:Nall} == ""
INSTALL := ${STAGE_INSTALL}
.endif
.endif
