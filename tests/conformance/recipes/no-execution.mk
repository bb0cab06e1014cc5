# -n prints what would run, the hidden ones too, and runs only what has a +.
# oracle: bmake
# flags: -n
all: a
	echo not run
	@echo hidden but shown
	-false
	+echo really run
a:
	@echo a
