# sys.dependfile.mk - which file holds this directory's DIRDEPS: sets .MAKE.DEPENDFILE.
#
# Honours:
#   .MAKE.DEPENDFILE_PREFIX      what all such files start with; default Makefile.depend
#   .MAKE.DEPENDFILE_PREFERENCE  candidates, most specific first; the first that exists is taken
#   .MAKE.DEPENDFILE_DEFAULT     the one to create; default: the first candidate
#   ALL_MACHINE_LIST             machines whose Makefile.depend.MACHINE makes ours specific as well

.MAKE.DEPENDFILE_PREFIX ?= Makefile.depend
.MAKE.DEPENDFILE_PREFERENCE ?= \
	${.CURDIR}/${.MAKE.DEPENDFILE_PREFIX}.${MACHINE} \
	${.CURDIR}/${.MAKE.DEPENDFILE_PREFIX}
.MAKE.DEPENDFILE_DEFAULT ?= ${.MAKE.DEPENDFILE_PREFERENCE:[1]}

.if ${.MAKE.DEPENDFILE:U:M${.MAKE.DEPENDFILE_PREFIX}*} == "" && ${.MAKE.DEPENDFILE:U:M*/${.MAKE.DEPENDFILE_PREFIX}*} == ""
.MAKE.DEPENDFILE := ${.MAKE.DEPENDFILE_PREFERENCE:@f@${exists($f):?$f:}@:[1]}
.if empty(.MAKE.DEPENDFILE)
.MAKE.DEPENDFILE := ${.MAKE.DEPENDFILE_DEFAULT}
.if ${.MAKE.DEPENDFILE_DEFAULT:E} != ${MACHINE} && ${.MAKE.DEPENDFILE_PREFERENCE:M*.${MACHINE}} != "" && !empty(ALL_MACHINE_LIST)
# plain is the default here, but this directory already tells its machines apart
.for _m in ${ALL_MACHINE_LIST:N${MACHINE}}
.if exists(${.CURDIR}/${.MAKE.DEPENDFILE_PREFIX}.${_m})
.MAKE.DEPENDFILE := ${.CURDIR}/${.MAKE.DEPENDFILE_PREFIX}.${MACHINE}
.endif
.endfor
.endif
.endif
.endif
