# MAKEOBJDIRPREFIX or MAKEOBJDIR without such a directory: the current one, whatever else there is; empty they count as unset.
# oracle: bmake
# setup: mkdir -p obj other; cp objdir-elsewhere.mk obj/../Makefile
.if defined(SHOW)
all:
	@echo ${.OBJDIR:S,^${.CURDIR},here,}
.else
all:
	@cd ${.CURDIR}; export SHOW=; ${MAKE} -r; \
	MAKEOBJDIRPREFIX=/nowhere ${MAKE} -r; MAKEOBJDIR=nowhere ${MAKE} -r; \
	MAKEOBJDIRPREFIX=/nowhere MAKEOBJDIR=other ${MAKE} -r; MAKEOBJDIRPREFIX= MAKEOBJDIR=other ${MAKE} -r; \
	MAKEOBJDIR= ${MAKE} -r
.endif
