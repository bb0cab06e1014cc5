# After a failure .ERROR runs with what failed, .END does not.
.BEGIN:
	@echo begin
.END:
	@echo not reached
.ERROR:
	@echo 'error in ${.ERROR_TARGET}: ${.ERROR_CMD}'
all:
	@echo all; false
