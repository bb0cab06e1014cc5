# .MAKE.JOB.PREFIX changes the head of output.
# oracle: bmake
# flags: -j2
.MAKE.JOB.PREFIX=	>>>
all:
	@echo hello
