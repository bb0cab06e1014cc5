# A target that does not exist.
# flags: nowhere
all:
	@echo not made
