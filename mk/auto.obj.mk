# auto.obj.mk - makes and enters the object directory while the first makefile is still being read.
#
# Honours:
#   __objdir           the directory, if already known (objtop.mk sets it in a tree)
#   MAKEOBJDIRPREFIX, MAKEOBJDIR   as make itself does; default "obj"
#   NO_OBJ, NOOBJ      stay in the source directory
#   OBJDIR_UMASK       umask while creating, default 002
# Not created for targets that only clean.

.if !defined(NO_OBJ) && !defined(NOOBJ)
.if !defined(__objdir)
.if !empty(MAKEOBJDIRPREFIX)
# within the object tree already: that is where objects go
__objdir := ${"${.CURDIR:M${MAKEOBJDIRPREFIX}/*}":?${.CURDIR}:${MAKEOBJDIRPREFIX}${.CURDIR}}
.else
__objdir := ${MAKEOBJDIR:Uobj}
.endif
.endif
.if ${.OBJDIR} != ${__objdir} && ${.OBJDIR:tA} != ${__objdir:tA}
.if !exists(${__objdir}/.) && (${.TARGETS} == "" || ${.TARGETS:Nclean*:N*clean:Ndestroy*} != "")
__objdir_made != umask ${OBJDIR_UMASK:U002}; cd ${.CURDIR} && mkdir -p ${__objdir} && \
	${ECHO_TRACE:Uecho} "[Creating objdir ${__objdir}...]" >&2; echo
.endif
.if exists(${__objdir}/.)
.OBJDIR: ${__objdir}
.if ${.OBJDIR:tA} != ${__objdir:tA} && ${.OBJDIR:tA} != ${.CURDIR:tA}/${__objdir}
.error could not use ${__objdir}: .OBJDIR=${.OBJDIR}
.endif
.endif
.endif
.endif
