# A failing command ends the target and, without -k, the build.
all: bad good
bad:
	@echo before
	(exit 7)
	@echo not reached
good:
	@echo not reached
