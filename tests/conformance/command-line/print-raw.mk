# -v prints expanded values; with -dV, -V prints them raw.
# oracle: bmake
# flags: -dV -V A
A=	a ${B}
B=	1 2
