# A makefile without targets.
A=	1
