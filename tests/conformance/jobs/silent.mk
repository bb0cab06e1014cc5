# -s under -j.
# oracle: bmake
# flags: -j1 -s
all:
	echo quiet
