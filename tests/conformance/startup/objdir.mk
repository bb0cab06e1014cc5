# .OBJDIR: obj.MACHINE, obj, MAKEOBJDIR, MAKEOBJDIRPREFIX; targets live there, sources are found from there.
# oracle: bmake
# setup: mkdir -p a/obj b other c pre$PWD/d d; for d in a b c d; do cp objdir.mk $d/Makefile; echo in > $d/in; done
.if ${.CURDIR:T} == "a" || ${.CURDIR:T} == "b" || ${.CURDIR:T} == "c" || ${.CURDIR:T} == "d"
out: in
	@echo ${.CURDIR:T} ${.OBJDIR:T} ${.ALLSRC:T} `pwd | sed 's,.*/,,'`; cp ${.ALLSRC} ${.TARGET}
.else
all:
	@for d in a b; do ${MAKE} -r -C $$d; done; MAKEOBJDIR=${.CURDIR}/other ${MAKE} -r -C c; \
	MAKEOBJDIRPREFIX=${.CURDIR}/pre ${MAKE} -r -C d; ls a/obj/out b/out other/out pre${.CURDIR}/d/out | sed 's,.*/\([^/]*/[^/]*\)$$,\1,'
.endif
