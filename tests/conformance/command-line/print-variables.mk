# -V prints values, one line for each, expanded; a name with $ is an expression.
# oracle: bmake
# flags: -V A -V B -V '${A:tu} and ${B:M2}' -V NONE
A=	a ${B}
B=	1 2
all:
	@echo not run
