# A failing line ends the job, and the build.
# flags: -j1
all: bad
	@echo not reached
bad:
	@echo before
	@exit 5
	@echo not reached
