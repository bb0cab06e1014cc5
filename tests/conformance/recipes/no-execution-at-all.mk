# -N runs nothing at all.
# flags: -N
all:
	echo not run
	+echo not run either
