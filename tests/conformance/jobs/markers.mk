# With several jobs, output is headed by the name of the target it came from.
# oracle: bmake
# flags: -j2
all: a
	@echo all
a:
	@echo a
