# A variable that contains itself is an error that names it.
V=	a ${W}
W=	b ${V}
all:
	@echo ${V}
