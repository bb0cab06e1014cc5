# meta.autodep.mk - keeps a directory's Makefile.depend up to date from the .meta files of its build.
#
# Included last (bsd.dep.mk does). When a make of this directory has finished and any record is newer
# than the last look, gendirdeps.mk is run. Nothing is touched by partial builds, with -k, or without
# trace data.
#
# Honours:
#   UPDATE_DEPENDFILE  yes, no (records are looked at, Makefile.depend stays), NO (not even that)
#   WANT_UPDATE_DEPENDFILE   no: this directory's Makefile.depend is written by hand
#   META_XTRAS         further .meta files to consider, or patterns of such; META_FILE_FILTER: modifiers
#                      to drop some
#   OPTIMIZE_OBJECT_META_FILES   yes: one kind of object (.o or .pico) speaks for the others
#   DPADD FORCE_DPADD  files the directory needs that no record shows
#   GENDIRDEPS_FILTER GENDIRDEPS_ENV SKIP_GENDIRDEPS   passed on to gendirdeps.mk
#   WITH_META_STATS    tell time and number of records when done
# Hook: local.autodep.mk. Target: gendirdeps (do it now, from all records there are).

.if !target(__meta.autodep.mk__)
__meta.autodep.mk__: .NOTMAIN .PHONY
.-include <local.autodep.mk>

_CURDIR ?= ${.CURDIR}
_OBJDIR ?= ${.OBJDIR}
_OBJTOP ?= ${OBJTOP}
_OBJROOT ?= ${OBJROOT:U${_OBJTOP}}
_DEPENDFILE := ${_CURDIR}/${.MAKE.DEPENDFILE:T}
_bootstrap_dirdeps := ${exists(${_DEPENDFILE}):?no:yes}

.if make(gendirdeps)
UPDATE_DEPENDFILE = yes
.elif (!empty(.TARGETS) && !make(all)) || ${.MAKEFLAGS:M-k} != "" || ${.MAKEFLAGS:M-n} != "" || ${.MAKE.MODE:Mread} != ""
UPDATE_DEPENDFILE = NO
.elif ${.MAKE.LEVEL} == 0 && ${BUILD_AT_LEVEL0:Uyes:tl} == "no"
UPDATE_DEPENDFILE = NO
.elif ${.MAKE.MODE:Mnofilemon} != "" || ${.MAKE.MODE:Mmeta} == ""
UPDATE_DEPENDFILE = NO
# what is built now leaves no trace: records are no longer complete until cleaned
.if !defined(_SKIP_BUILD)
CLEANFILES += .nofilemon
realbuild: .nofilemon
.nofilemon: .NOMETA
	@echo UPDATE_DEPENDFILE=NO > ${.TARGET}
.endif
.elif exists(${_OBJDIR}/.nofilemon)
UPDATE_DEPENDFILE = NO
.warning ${RELDIR} built with nofilemon; UPDATE_DEPENDFILE=NO
.endif
UPDATE_DEPENDFILE ?= yes
CLEANFILES += .dirdeps.* .depend

.if ${DEBUG_AUTODEP:Uno:@m@${RELDIR:M$m}@} != ""
.info ${RELDIR}: ${_DEPENDFILE:T} update=${UPDATE_DEPENDFILE} bootstrap=${_bootstrap_dirdeps}
.endif

.if ${UPDATE_DEPENDFILE:tl} == "yes" && ${WANT_UPDATE_DEPENDFILE:Uyes:tl} != "no"
.-include "${_CURDIR}/${.MAKE.DEPENDFILE_PREFIX}.options"
META_FILE_FILTER += N.meta Ndirdeps.cache* N.depend* N.dirdeps*

# things in DPADD that are no libraries may be read by nobody and yet be needed
FORCE_DPADD += ${DPADD:U:@f@${"${f:T:Nlib*:Ninclude}" != "":?$f:}@}

.if make(gendirdeps)
META_FILES =
META_XTRAS += *.meta
.elif ${OPTIMIZE_OBJECT_META_FILES:Uno:tl} == "no"
META_FILES = ${.MAKE.META.FILES:T}
.else
META_FILES = ${.MAKE.META.FILES:T:N*o.meta} \
	${.MAKE.META.FILES:T:M*.${.MAKE.META.FILES:M*o.meta:R:E:O:u:[1]}.meta}
.endif
.if !empty(GENDIRDEPS_FILTER)
.export GENDIRDEPS_FILTER
.endif
_meta_patterns = ${META_XTRAS:U:M*[*?]*}
_meta_names = ${META_XTRAS:U:N*[*?]*} ${META_FILES:${META_FILE_FILTER:ts:}}

# The cookie says when the records were last looked at; a Makefile.depend that came from elsewhere
# since then, or is gone, makes us look again.
_dirdeps_cookie = .dirdeps.done
.if !make(gendirdeps)
.END: gendirdeps
.endif
gendirdeps: ${_dirdeps_cookie} .PHONY .NOTMAIN
.if ${_bootstrap_dirdeps} == "yes" || make(gendirdeps)
${_dirdeps_cookie}: .PHONY
.else
${_dirdeps_cookie}: ${_DEPENDFILE}
.endif
.NOPATH: ${_dirdeps_cookie} .dirdeps.metas
# The names go to a file 500 at a time: neither an argument nor the environment could hold them all.
_say_checking = echo "Checking ${_DEPENDFILE}: ${.OODATE:T:[1..8]}"
_to_list = C/.+/'&'/:tW:C/.+/printf '%s\\n' & >> .dirdeps.metas/
# Records of other makes that ran before this one are there already.
.if !empty(_meta_patterns) && !make(gendirdeps)
${_dirdeps_cookie}: ${_meta_patterns}
.endif
${_dirdeps_cookie}: .NOMETA .NOTMAIN .MAKE $${.MAKE.META.FILES}
	@: > .dirdeps.metas; ${"${_meta_names:M*}${_meta_patterns}" != "":?${_say_checking}:}
	@${_meta_names:O:u:[1..499]:${_to_list}}
	@${_meta_names:O:u:[500..999]:${_to_list}}
# (a make that has few objects need not read so many lines)
.for _i in 1 2 3 4 ${${OBJS:U:[#]} > 1000:?${:U:range=99:N[1-4]}:}
	@${_meta_names:O:u:[${_i}000..${_i}499]:${_to_list}}
	@${_meta_names:O:u:[${_i}500..${_i}999]:${_to_list}}
.endfor
	@for m in ${_meta_patterns}; do [ ! -f "$$m" ] || printf '%s\n' "$$m"; done >> .dirdeps.metas
# (without any record there is nothing to learn, and no file to write)
	@[ ! -s .dirdeps.metas ] || ${GENDIRDEPS_ENV} SKIP_GENDIRDEPS='${SKIP_GENDIRDEPS:U:O:u}' DPADD='${FORCE_DPADD:O:u}' \
	${.MAKE} -C ${_OBJDIR} -f gendirdeps.mk RELDIR=${RELDIR} _DEPENDFILE=${_DEPENDFILE}
	@touch ${.TARGET}
.endif

# A directory seen for the first time: what its makefile names is our best guess.
.if ${_bootstrap_dirdeps} == "yes" && !defined(_dirdeps_direct)
.if !empty(DPADD)
DIRDEPS += ${DPADD:M${_OBJTOP}/*:H:N.:S,^${_OBJTOP}/,,:N${_OBJTOP}:O:u}
DIRDEPS += ${DPADD:M${_OBJROOT}*:N${_OBJTOP}/*:N${STAGE_ROOT:U${_OBJTOP}}/*:H:N.:S,^${_OBJROOT},,:C,^([^/]+)/(.*),\2.\1,:S,.${HOST_TARGET}$,.host,:O:u}
.endif
.if ${BUILD_AT_LEVEL0:Uno:tl} == "no" && ${.MAKE.LEVEL} == 0
DIRDEPS += ${RELDIR}.${TARGET_SPEC:U${MACHINE}}
.endif
.include <dirdeps.mk>
.else
${_DEPENDFILE}: .PRECIOUS .NOTMAIN
.endif

.if defined(WITH_META_STATS) && ${.MAKE.LEVEL} > 0
start_utc := ${%s:L:gmtime}
_meta_stats = ${TIME_STAMP} ${RELDIR}.${TARGET_SPEC:U${MACHINE}} seconds=$$(( ${%s:L:gmtime} - ${start_utc} )) \
	meta=${.MAKE.META.FILES:U:[#]} created=${.MAKE.META.CREATED:U:[#]}
.END: _reldir_finish
_reldir_finish: .NOMETA .NOTMAIN
	@echo "Finished ${_meta_stats}"
.ERROR: _reldir_failed
_reldir_failed: .NOMETA .NOTMAIN
	@echo "Failed ${_meta_stats}"
.endif
.endif
