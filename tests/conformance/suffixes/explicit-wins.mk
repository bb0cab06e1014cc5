# A rule with commands of its own beats the suffix rule; one without keeps its sources and gets the commands.
# oracle: bmake
# setup: : > a.in; : > b.in; : > b.h
.SUFFIXES: .in .out
.in.out:
	@echo suffix: ${.TARGET} from ${.IMPSRC}, all ${.ALLSRC}
a.out: a.in
	@echo explicit: ${.TARGET}
b.out: b.h
.MAIN: all
all: a.out b.out
