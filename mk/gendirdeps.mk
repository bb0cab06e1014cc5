# gendirdeps.mk - writes a directory's Makefile.depend from the .meta files of its last build.
#
# Run by meta.autodep.mk in the object directory as a make of its own. Files read from other object
# directories become DIRDEPS; generated headers of this one become local dependencies.
#
# Input (environment or command line): SRCTOP OBJTOP OBJROOT RELDIR MACHINE _DEPENDFILE, and the
# records' names in the file .dirdeps.metas or in META_FILES.
# Honours:
#   META2DEPS          the extractor; a *.py is run by PYTHON, a *.sh by sh
#   GENDIRDEPS_FILTER  modifiers (of C M N S @) applied to DIRDEPS
#   GENDIRDEPS_FILTER_DIR_VARS GENDIRDEPS_FILTER_VARS   variables to write for their values
#   GENDIRDEPS_DIR_LIST_XTRAS   further directories, usually computed from dir_list
#   GENDIRDEPS_SEDCMDS SKIP_GENDIRDEPS (prefixes) GENDIRDEPS_HEADER (a command to write more comments)
#   DPADD              files needed although nobody read them
#   M2D_OBJROOTS M2D_EXCLUDES DPDEPS META2DEPS_ARGS   passed to the extractor
#   SRC_DIRDEPS_FILE   also list the source directories read, there
#   SUPPRESS_DEPEND    patterns "target:source" of local dependencies to leave out
#   NEED_GENDIRDEPS_MUTEX GENDIRDEPS_MUTEXER   (always locked if flock(1) exists)
# Hook: local.gendirdeps.mk. DEBUG_GENDIRDEPS: patterns of RELDIR to tell about.

.MAIN: all
.MAKE.MODE = compat
.SUFFIXES:
.MAKE.DEPENDFILE = /dev/null

_CURDIR ?= ${SRCTOP}/${RELDIR}
_OBJDIR ?= ${.OBJDIR}
_OBJTOP ?= ${OBJTOP}
_OBJROOT ?= ${OBJROOT:U${_OBJTOP:H}/}
_DEPENDFILE ?= ${_CURDIR}/Makefile.depend
_objtop := ${_OBJTOP:tA}
_objroot := ${_OBJROOT:tA}${"${_OBJROOT:M*/}" != "":?/:}
_machine_specific := ${.MAKE.DEPENDFILE_PREFERENCE:U${_DEPENDFILE}:M*.${MACHINE}}

.-include <local.gendirdeps.mk>

# _{VAR} becomes ${VAR} when all is written
.if !empty(GENDIRDEPS_FILTER_DIR_VARS)
GENDIRDEPS_FILTER += ${GENDIRDEPS_FILTER_DIR_VARS:@v@S,${$v},_{${v}},@}
.endif
.if !empty(GENDIRDEPS_FILTER_VARS)
GENDIRDEPS_FILTER += ${GENDIRDEPS_FILTER_VARS:@v@S,/${$v}/,/_{${v}}/,@:NS,//,*:u}
.endif

META2DEPS ?= meta2deps
.if ${META2DEPS:E} == "py"
META2DEPS_CMD = ${PYTHON:Upython3} ${META2DEPS}
.elif ${META2DEPS:E} == "sh"
META2DEPS_CMD = sh ${META2DEPS} OBJTOP=${_OBJTOP}
.else
META2DEPS_CMD ?= ${META2DEPS}
.endif
.if ${DPDEPS:Uno:tl} != "no"
META2DEPS_CMD += -D ${DPDEPS}
.endif
.if ${TARGET_OBJ_SPEC:U${MACHINE}} != ${MACHINE}
META2DEPS_CMD += -T ${TARGET_OBJ_SPEC}
.endif
M2D_OBJROOTS += ${OBJTOP} ${_OBJROOT} ${_objroot}
.if !empty(STAGE_ROOT)
M2D_OBJROOTS += ${STAGE_ROOT}
.endif
META2DEPS_CMD += -R ${RELDIR} -H ${HOST_TARGET} ${M2D_OBJROOTS:O:u:@d@-O $d@} ${M2D_EXCLUDES:U:O:u:@d@-X $d@}
# without machines in the names of Makefile.depend there is nothing to qualify
.if empty(_machine_specific)
META2DEPS_ARGS += MACHINE=none
.endif

# lines are directories, relative to an object tree (perhaps with .machine) or "src:" and to SRCTOP
GENDIRDEPS_SEDCMDS += \
	-e 's,//*$$,,;s,\.${HOST_TARGET}$$,.host,;s,\.${HOST_TARGET32:Uhost32}$$,.host32,' \
	-e 's,\.${MACHINE}$$,,;s:\.${TARGET_SPEC:U${MACHINE}}$$::'
_absolute = sed 's|^src:|${SRCTOP}/|;s|^\([^/]\)|${OBJTOP}/\1|'
.if !empty(SKIP_GENDIRDEPS)
_skip = | grep -Ev '^(${SKIP_GENDIRDEPS:O:u:ts|})'
.endif

_list = .dirdeps.metas
.if !empty(META_FILES)
_list = .dirdeps.names
_x != cd ${_OBJDIR} && printf '%s\n' ${META_FILES:T:O:u} > ${_list}; echo
.endif

dir_list != cd ${_OBJDIR} && ${META2DEPS_CMD} MACHINE=${MACHINE} SRCTOP=${SRCTOP} RELDIR=${RELDIR} \
	CURDIR=${_CURDIR} ${META2DEPS_ARGS} @${_list} | ${_absolute} ${_skip} | sed ${GENDIRDEPS_SEDCMDS}

all: ${_DEPENDFILE}
${_DEPENDFILE}: .PRECIOUS .PHONY

.if ${dir_list:M*ERROR\:*} != ""
.warning ${dir_list:tW:C,.*(ERROR),\1,}
.warning Skipping ${_DEPENDFILE:S,^${SRCTOP}/,,}
${_DEPENDFILE}:
	@exit 1
.else

# Files the makefile insists on: whoever staged one has left his name; else its directory counts.
.for _f in ${DPADD:U:@f@${"${f:T:Nlib*:Ninclude}" != "":?$f:}@}
.if exists(${_f}.dirdep)
_x != cat ${_f}.dirdep | ${_absolute} ${_skip} | sed ${GENDIRDEPS_SEDCMDS}
dir_list += ${_x}
.elif exists(${_f:H}/.dirdep)
_x != cat ${_f:H}/.dirdep | ${_absolute} ${_skip} | sed ${GENDIRDEPS_SEDCMDS}
dir_list += ${_x}
.else
dir_list += ${_f:H:tA}
.endif
.endfor

_objtops := ${OBJTOP} ${_OBJTOP} ${_objtop}
_objtops := ${_objtops:O:u}
dirdep_list = ${_objtops:@o@${dir_list:M$o/*:S,^$o/,,}@} ${GENDIRDEPS_DIR_LIST_XTRAS}
dirdep_list := ${dirdep_list:O:u}
# of other object trees: qualified by whose they are
.for _o in ${M2D_OBJROOTS:N${OBJTOP}:O:u:[-1..1]}
qualdir_list += ${dir_list:N${SRCTOP}/*:${_objtops:S,$,/*,:S,^,N,:ts:}:M${_o}*/*/*:S,^${_o},,:C,^/*([^/]+)/(.*),\2.\1,:S,.${HOST_TARGET}$,.host,}
.endfor
qualdir_list := ${qualdir_list:U:N*.${MACHINE}:N/*:O:u}

# Of what is below us only what has a makefile is built by others; the rest is our own doing.
_below := ${dirdep_list:M${RELDIR}/*} ${qualdir_list:M${RELDIR}/*}
_below := ${_below:@d@${.MAKE.MAKEFILE_PREFERENCE:@m@${exists(${SRCTOP}/$d/$m) || exists(${SRCTOP}/${d:R}/$m):?$d:}@}@}
DIRDEPS := ${dirdep_list:N${RELDIR}:N${RELDIR}/*} ${qualdir_list:N${RELDIR}:N${RELDIR}.*:N${RELDIR}/*} ${_below}
GENDIRDEPS_FILTER_MASK += @CMNS
DIRDEPS := ${DIRDEPS:${GENDIRDEPS_FILTER:UNno:M[${GENDIRDEPS_FILTER_MASK:O:u:ts}]*:ts:}:C,//+,/,g:O:u}

SRC_DIRDEPS := ${dir_list:M${SRCTOP}/*:S,^${SRCTOP}/,,:N${RELDIR}:N${RELDIR}/*:O:u}
SRC_DIRDEPS := ${SRC_DIRDEPS:${GENDIRDEPS_SRC_FILTER:UN/*:ts:}:C,//+,/,g:O:u}
_echo_src = echo 'SRC_DIRDEPS = \'; sed 's|.*|	& \\|' ${_OBJDIR}/.dirdeps.src; echo;
.if ${SRC_DIRDEPS_FILE:Uno:tl} != "no"
.if ${SRC_DIRDEPS_FILE:T} == ${_DEPENDFILE:T}
_include_src = ${_echo_src}
.else
all: ${SRC_DIRDEPS_FILE}
${SRC_DIRDEPS_FILE}: .PHONY ${_DEPENDFILE}
	@(${_echo_src}) > ${.TARGET}
.endif
.endif

.if ${DEBUG_GENDIRDEPS:Uno:@x@${RELDIR:M$x}@} != ""
.for _v in dir_list dirdep_list qualdir_list GENDIRDEPS_FILTER DPADD DIRDEPS SRC_DIRDEPS
.info ${RELDIR}: ${_v}='${${_v}}'
.endfor
.endif

# A Makefile.depend shared by machines is the sum of what each of them needs: every object directory
# keeps its own share, and the sum is formed under a lock.
.if empty(_machine_specific) || ${_DEPENDFILE:M*.${MACHINE}} == "" && ${_DEPENDFILE:M*.${TARGET_SPEC:U${MACHINE}}} == ""
_others = ${_OBJROOT}*/${RELDIR:S,^.$,,}
.else
_others = ${_OBJDIR}
.endif
.if exists(/usr/bin/flock)
GENDIRDEPS_MUTEXER ?= /usr/bin/flock
.elif defined(NEED_GENDIRDEPS_MUTEX) && empty(GENDIRDEPS_MUTEXER)
.error NEED_GENDIRDEPS_MUTEX defined, but GENDIRDEPS_MUTEXER not set
.endif

.if ${BUILD_AT_LEVEL0:Uno:tl} == "no"
LOCAL_DEPENDS_GUARD ?= _{.MAKE.LEVEL} > 0
.else
LOCAL_DEPENDS_GUARD ?= _{DEP_RELDIR} == _{_DEP_RELDIR}
.endif
.include <gendirdeps-local.mk>
.include <install-new.mk>

# A hundred names to a command: it may not become longer than the system allows.
_names := ${DIRDEPS} ${SRC_DIRDEPS}
_hundreds := ${_names:[#]:C/.?.$//:M[1-9]*:@n@${_names:range:[1..$n]}@}
${_DEPENDFILE}:
	@cd ${_OBJDIR} && printf '	%s \\\n' ${DIRDEPS:[1..99]:C/.+/'&'/} | sed '/^	 /d' > .dirdeps.list.new
	@cd ${_OBJDIR} && printf '%s\n' ${SRC_DIRDEPS:[1..99]:C/.+/'&'/} | sed '/^$$/d' > .dirdeps.src
.for _i in ${_hundreds}
	@cd ${_OBJDIR} && printf '	%s \\\n' ${DIRDEPS:[${_i}00..${_i}99]:C/.+/'&'/} | sed '/^	 /d' >> .dirdeps.list.new
	@cd ${_OBJDIR} && printf '%s\n' ${SRC_DIRDEPS:[${_i}00..${_i}99]:C/.+/'&'/} | sed '/^$$/d' >> .dirdeps.src
.endfor
	@cd ${_OBJDIR} && mv .dirdeps.list.new .dirdeps.list
	@cd ${_OBJDIR} && { ${_local_depends}; } > .depend.new && mv .depend.new .depend
	@${GENDIRDEPS_MUTEXER:D${GENDIRDEPS_MUTEXER} ${GENDIRDEPS_MUTEX:U${_CURDIR}}} sh -c ${_write:Q}
.endif
