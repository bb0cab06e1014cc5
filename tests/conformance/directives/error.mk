# .error stops the makefile there and then.
.info before
.error reason: ${:Uexpanded}
.info not reached
all:
	@echo not reached
