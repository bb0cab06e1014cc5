# .NOTPARALLEL takes the jobs away.
# oracle: bmake
# flags: -j4
.NOTPARALLEL:
all: slow fast
slow:
	@sleep 0.2; echo slow
fast:
	@echo fast
