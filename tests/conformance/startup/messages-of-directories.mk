# -w says which directories are entered.
# oracle: bmake
# setup: mkdir a; echo 'all:; @echo in a' > a/Makefile
all:
	@${MAKE} -r -w -C a
