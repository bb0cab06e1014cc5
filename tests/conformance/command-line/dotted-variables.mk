# A variable of the command line overrides the makefiles whatever its name begins with.
# oracle: bmake
# flags: .MAKE.MODE=normal .DOTTED=command
.MAKE.MODE = meta
.DOTTED = makefile
.DOTTED += more
all:
	@echo ${.MAKE.MODE} ${.DOTTED}
.info ${.MAKE.MODE} ${.DOTTED}
