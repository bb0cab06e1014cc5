# .MAKE, .RECURSIVE and ${MAKE}: with -n such commands run all the same.
# oracle: bmake
# flags: -n
all: plain marked
plain:
	echo not run
marked: .MAKE
	echo run all the same
