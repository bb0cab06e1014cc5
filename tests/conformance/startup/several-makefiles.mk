# Several -f are read in order; - is standard input.
# oracle: bmake
# setup: echo 'A=one' > one.mk; echo 'A+=two' > two.mk
all:
	@echo 'all:; @echo $${A} from standard input' | ${MAKE} -r -f one.mk -f two.mk -f -
