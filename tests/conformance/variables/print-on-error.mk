# MAKE_PRINT_VAR_ON_ERROR is printed after a failure.
MAKE_PRINT_VAR_ON_ERROR=	A B
A=	one
B=	two
all:
	@false
