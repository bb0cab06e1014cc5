# An empty argument is none: said before any makefile is read.
# oracle: bmake
# flags: all ''
all:
	@echo never
