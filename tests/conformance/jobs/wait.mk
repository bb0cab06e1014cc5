# .WAIT separates what may run together.
# oracle: bmake
# flags: -j4
all: slow .WAIT fast
slow:
	@sleep 0.2; echo slow
fast:
	@echo fast
