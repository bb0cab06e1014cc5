# MAKELEVEL counts nested makes.
all:
	@${MAKE} -r -f ${MAKEFILE} inner
inner:
	@echo ${.MAKE.LEVEL} $$MAKELEVEL
