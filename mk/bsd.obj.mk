# bsd.obj.mk - object directories and cleaning: targets obj, objlink, whereobj, clean, cleandir, destroy.
#
# Honours: CLEANFILES, CLEANDIRS (removed by clean), NO_OBJ.

.if !target(whereobj)
obj objlink whereobj clean cleandir destroy cleanobj: .PHONY .NOMETA .NOTMAIN
obj:
.if ${.OBJDIR} == ${.CURDIR} && !defined(NO_OBJ)
	@cd ${.CURDIR} && mkdir -p ${__objdir:U${MAKEOBJDIRPREFIX:D${MAKEOBJDIRPREFIX}${.CURDIR}:Uobj}}
.endif
# a way from the sources to the objects, for people
objlink:
.if ${.OBJDIR} != ${.CURDIR} && ${.OBJDIR:H} != ${.CURDIR}
	@cd ${.CURDIR} && ln -sfn ${.OBJDIR} obj
.endif
whereobj print-objdir:
	@echo ${.OBJDIR}
clean:
	rm -f a.out core *.core ${CLEANFILES} *.meta
.if !empty(CLEANDIRS)
	rm -rf ${CLEANDIRS}
.endif
cleandir: clean
	rm -f .depend .depend.* ${.CURDIR:N${.OBJDIR}:D*.meta}
.if ${.OBJDIR} != ${.CURDIR}
destroy cleanobj:
	@[ ! -h ${.CURDIR}/obj ] || rm -f ${.CURDIR}/obj
	cd ${.CURDIR} && rm -rf ${.OBJDIR}
.else
destroy cleanobj: cleandir
.endif
.endif
