# -dv shows assignments.
A=	1
A+=	2
all:
	@${MAKE} -r -f ${MAKEFILE} -dv -V A 2>&1 | grep 'Global: A'
