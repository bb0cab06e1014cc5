# bsd.dep.mk - who reads which header.
#
# In META_MODE with tracing nothing needs saying: the .meta files know. Without, the compiler is asked
# to write .depend.OBJECT as it goes, and these are read back. What the directory as a whole needs is
# the business of MKDEP_MK, meta.autodep.mk in a dirdeps build.
#
# Honours: MKDEP_MK (a makefile to include), DEPENDFILE (default .depend).

depend: .PHONY .NOTMAIN beforedepend .WAIT afterdepend
beforedepend afterdepend: .PHONY .NOTMAIN

.if !empty(OBJS) && (${.MAKE.MODE:Mmeta} == "" || ${.MAKE.MODE:Mnofilemon} != "")
DEPENDFILE ?= .depend
_DEPFLAGS = -MD -MP -MF ${DEPENDFILE}.${.TARGET:T} -MT ${.TARGET}
COMPILE.c += ${_DEPFLAGS}
COMPILE.cc += ${_DEPFLAGS}
COMPILE.S += ${_DEPFLAGS}
.for _o in ${OBJS:T} ${SOBJS:T}
.dinclude "${.OBJDIR}/${DEPENDFILE}.${_o}"
.endfor
CLEANFILES += ${DEPENDFILE}.*
.endif
.if !empty(MKDEP_MK)
.include <${MKDEP_MK}>
.endif
