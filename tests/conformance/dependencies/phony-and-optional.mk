# .PHONY ignores a file of that name; .OPTIONAL forgives a source that cannot be made.
# oracle: bmake
# setup: : > clean
all: clean maybe.h
	@echo all
clean: .PHONY
	@echo clean is made
maybe.h: .OPTIONAL
