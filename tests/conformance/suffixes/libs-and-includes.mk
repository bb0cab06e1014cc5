# .INCLUDES and .LIBS turn suffix paths into flags.
# oracle: bmake
# setup: mkdir i1 i2 l1
.SUFFIXES: .h .a
.PATH.h: i1 i2
.PATH.a: l1
.INCLUDES: .h
.LIBS: .a
all:
	@echo ${.INCLUDES} ${.LIBS}
