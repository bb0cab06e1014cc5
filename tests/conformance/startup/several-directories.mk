# -C adds up.
# oracle: bmake
# setup: mkdir -p a/b; echo 'all:; @pwd | sed "s,.*/a,a,"' > a/b/Makefile
all:
	@${MAKE} -r -C a -C b
