# Rules chain, the shortest way wins, and what is in between is made on the way.
# oracle: bmake
# setup: : > x.a
.SUFFIXES: .a .b .c .d
.a.b .b.c .c.d:
	@echo ${.IMPSRC} to ${.TARGET}
	@: > ${.TARGET}
.b.d:
	@echo short ${.IMPSRC} to ${.TARGET}
all: x.d
