# .a.b makes x.b from x.a when the source exists or can be made.
# oracle: bmake
# setup: : > x.a
.SUFFIXES: .a .b
.a.b:
	@echo ${.IMPSRC} to ${.TARGET} with ${.PREFIX}
	@: > ${.TARGET}
all: x.b
