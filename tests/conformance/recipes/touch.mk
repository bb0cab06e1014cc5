# -t touches instead of running; phony targets are left alone.
# oracle: bmake
# flags: -t
all: .PHONY file
file:
	echo not run
