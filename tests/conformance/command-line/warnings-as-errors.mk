# -W makes parse warnings count as errors.
# flags: -W
a: .PHONY
	@:
a:
	@:
all:
