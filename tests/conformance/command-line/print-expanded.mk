# -v expands all the way.
# oracle: bmake
# flags: -v A
A=	a ${B}
B=	1 ${C}
C=	2
