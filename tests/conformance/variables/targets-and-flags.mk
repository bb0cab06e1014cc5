# What was asked for on the command line can be read back.
# oracle: bmake
# flags: -k -DNAME VAR=val one two
.MAIN: never
one two:
	@echo ${.TARGET} of ${.TARGETS}; echo 'overrides ${.MAKEOVERRIDES:MVAR}'
	@echo 'flags: ${.MAKEFLAGS:M-k} ${.MAKEFLAGS:MNAME}'
never:
	@echo not reached
