# Each malformed condition is reported with its text, and the makefile fails as a whole.
.if ${A
.endif
.if 1 ==
.endif
.if (1
.endif
.if "unfinished
.endif
all:
	@echo not reached
