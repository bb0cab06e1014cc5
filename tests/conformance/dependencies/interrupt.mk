# .INTERRUPT runs when the build is interrupted.
all:
	@${MAKE} -r -f ${MAKEFILE} inner; echo "status not 0: $$(($$? != 0))"
inner:
	@kill -INT ${.MAKE.PID}; sleep 1
.INTERRUPT:
	@echo interrupted
