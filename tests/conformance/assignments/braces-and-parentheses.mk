# ${V} and $(V) are the same, one-letter names need neither, and names nest.
# oracle: bmake
V=	value
X=	V
Y=	ell
all:
	@echo ${V} $(V) $V ${$X} $(${X}) $Yo
