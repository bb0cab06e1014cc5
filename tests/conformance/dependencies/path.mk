# .PATH finds sources elsewhere; the path is added to later, and emptied by naming none; .NOPATH keeps a name out of it.
# oracle: bmake
# setup: mkdir -p d1 d2; : > d1/one.c; : > d2/two.c; : > d2/no.c
.PATH: d1
.PATH: d2
all: one.c two.c no.c
	@echo ${.ALLSRC}
no.c: .NOPATH
	@echo no.c is not searched for
