# The first list of commands of a target counts; the second is pointed out.
all: one
one: .PHONY
	@echo first
one:
	@echo second
