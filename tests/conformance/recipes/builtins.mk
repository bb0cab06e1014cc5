# Commands that only a shell knows.
# oracle: bmake
all:
	@: nothing
	@test 1 -lt 2 && echo less
	@[ a = a ] && echo same
	@umask 022; umask
	@if true; then echo branch; fi
