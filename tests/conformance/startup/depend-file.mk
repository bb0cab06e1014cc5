# .depend is read after the makefile when it exists; .MAKE.DEPENDFILE names another.
# oracle: bmake
# setup: mkdir one two; printf 'all: x\n\t@echo ${.ALLSRC}\nx y z: .PHONY\n' > one/Makefile; echo 'all: y' > one/.depend; (echo .MAKE.DEPENDFILE=deps; cat one/Makefile) > two/Makefile; echo 'all: y' > two/.depend; echo 'all: z' > two/deps
all:
	@${MAKE} -r -C one; ${MAKE} -r -C two
