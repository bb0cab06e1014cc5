# Several targets are made in the order given; flags may stand between them.
# oracle: bmake
# flags: b -s a V=1
a b:
	echo ${.TARGET} ${V}
