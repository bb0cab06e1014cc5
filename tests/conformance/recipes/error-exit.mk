# .ERROR_EXIT is the status of what failed first.
MAKE_PRINT_VAR_ON_ERROR = .ERROR_TARGET .ERROR_EXIT
all: one two
one:
	@exit 6
two:
	@exit 3
.ERROR:
	@echo error of ${.ERROR_TARGET}: ${.ERROR_EXIT}
