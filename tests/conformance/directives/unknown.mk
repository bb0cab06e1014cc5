# A directive nobody knows is an error with its line, and nothing is made.
.nosuch thing
all:
	@echo not reached
