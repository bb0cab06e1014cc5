# Sources on a transformation rule's line are ignored or not: the target's own count.
# oracle: bmake
# setup: : > x.in; : > extra
.SUFFIXES: .in .out
.in.out:
	@echo ${.TARGET}: ${.IMPSRC} of ${.ALLSRC}
x.out: extra
all: x.out
.MAIN: all
