# With -k the rest is still made.
# flags: -k
all: bad good
	@echo not reached
bad: nowhere.c
	@echo not reached
good:
	@echo good
