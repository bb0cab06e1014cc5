# bsd.obj.mk - object directories and cleaning: targets obj, whereobj, clean, cleandir, destroy.
#
# Honours: CLEANFILES, CLEANDIRS (removed by clean), NO_OBJ.

.if !target(whereobj)
obj whereobj clean cleandir destroy cleanobj: .PHONY .NOMETA .NOTMAIN
obj:
.if ${.OBJDIR} == ${.CURDIR} && !defined(NO_OBJ)
	@cd ${.CURDIR} && mkdir -p ${__objdir:U${MAKEOBJDIRPREFIX:D${MAKEOBJDIRPREFIX}${.CURDIR}:Uobj}}
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
	cd ${.CURDIR} && rm -rf ${.OBJDIR}
.else
destroy cleanobj: cleandir
.endif
.endif
