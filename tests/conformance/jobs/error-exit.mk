# In jobs mode, too, .ERROR_EXIT tells how the target failed.
# flags: -j1
MAKE_PRINT_VAR_ON_ERROR = .ERROR_TARGET .ERROR_EXIT
all: two one
one:
	@exit 6
two:
	@exit 3
.ERROR:
	@echo error of ${.ERROR_TARGET}: ${.ERROR_EXIT}
