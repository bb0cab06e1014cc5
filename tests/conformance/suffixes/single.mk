# A single-suffix rule makes a name without a suffix.
# oracle: bmake
# setup: : > prog.sh
.SUFFIXES: .sh
.sh:
	@echo ${.IMPSRC} makes ${.TARGET}
all: prog
