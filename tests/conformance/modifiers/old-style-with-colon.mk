# The from=to form does not clash with other modifiers in a chain.
S=	a.c b.c
all:
	@echo ${S:.c=.o:S,a,A,} ${S:M*.c:.c=.h} ${S:S,.c,.x,:.x=.y}
