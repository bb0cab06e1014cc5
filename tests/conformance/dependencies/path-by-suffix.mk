# .PATH.suffix serves one suffix only.
# oracle: bmake
# setup: mkdir -p inc src; : > inc/a.h; : > src/a.h; : > src/b.c
.SUFFIXES: .h .c
.PATH.h: inc
.PATH: src
all: a.h b.c
	@echo ${.ALLSRC}
