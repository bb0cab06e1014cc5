# -lname is searched for along the path of .LIBS' suffixes.
# oracle: bmake
# setup: mkdir libs; : > libs/libfoo.a
.SUFFIXES: .a
.LIBS: .a
.PATH.a: libs
all: -lfoo
	@echo ${.ALLSRC}
