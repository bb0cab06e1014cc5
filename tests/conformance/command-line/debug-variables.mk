# -dv shows assignments.
# flags: -dv -V A
A=	1
A+=	2
