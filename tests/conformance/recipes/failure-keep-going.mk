# With -k what does not depend on the failure is made; the exit status tells.
# flags: -k
all: bad good
	@echo not reached
bad:
	@false
good:
	@echo good
