# .MAKE.JOBS says what -j was given.
# oracle: bmake
# flags: -j3
all:
	@echo ${.MAKE.JOBS}
