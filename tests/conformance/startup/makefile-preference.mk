# Without -f: makefile, then Makefile.
# oracle: bmake
# setup: mkdir one two; echo 'all:; @echo lower' > one/makefile; echo 'all:; @echo upper' > one/Makefile; cp one/Makefile two
all:
	@${MAKE} -r -C one; ${MAKE} -r -C two
