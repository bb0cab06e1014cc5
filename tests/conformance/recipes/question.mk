# -q says by its exit status whether something would be done.
# oracle: bmake
# flags: -q
all: old
old:
	@echo not run
