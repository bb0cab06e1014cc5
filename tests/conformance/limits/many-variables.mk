# Ten thousand variables, and one long value made of them.
# oracle: bmake
.for i in ${:U:range=10000}
V$i=	$i
ALL+=	${V$i}
.endfor
all:
	@echo ${ALL:[#]} ${ALL:[-1]}
