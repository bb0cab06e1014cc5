# -C changes directory before anything is read.
# flags: -C sub
# setup: mkdir sub; cp directory.mk sub
all:
	@pwd | sed 's,.*/,,'
