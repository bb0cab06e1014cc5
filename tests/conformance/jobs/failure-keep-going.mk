# With -k the other jobs go on.
# flags: -j1 -k
all: bad good
	@echo not reached
bad:
	@exit 5
good:
	@echo good
