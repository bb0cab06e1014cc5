# A conditional that is still open at the end of a file is an error.
.if 1
all:
	@echo not reached
