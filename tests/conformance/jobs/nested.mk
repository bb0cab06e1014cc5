# A nested make shares the jobs of the outer one.
# flags: -j2
all:
	@${MAKE} -r -f ${MAKEFILE} inner
inner: x y
.ORDER: x y
x y:
	@echo ${.TARGET}
