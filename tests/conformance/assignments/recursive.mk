# A variable that contains itself is an error that names it.
# oracle: bmake
V=	a ${W}
W=	b ${V}
all:
	@echo ${V}
