# A child make inherits flags, overrides and the level.
# oracle: bmake
# flags: -k FOO=bar
all:
	@${MAKE} -r -f ${MAKEFILE} child
child:
	@echo level ${.MAKE.LEVEL} FOO=${FOO} ${.MAKEFLAGS:M-k}
