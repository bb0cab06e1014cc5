# The System V form from=to, with % and without.
# oracle: bmake
F=	a.c b.c sub/c.c d.h
all:
	@echo '${F:.c=.o}' / '${F:%.c=%.o}' / '${F:sub/%=%}' / '${F:%=x/%}' / '${F:.c=}' / '${F:%.h=<%>}' / '${F:a%=%}'
	@echo '${F:${:U.c}=${:U.obj}}' / '$(F:.c=.o)'
