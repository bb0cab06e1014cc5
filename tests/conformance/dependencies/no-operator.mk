# A line that is neither a dependency nor an assignment is an error.
just some words
all:
	@echo not reached
