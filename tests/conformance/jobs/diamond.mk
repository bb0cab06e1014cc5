# A target that several need is made once.
# oracle: bmake
all:
	@${MAKE} -r -j4 -f ${MAKEFILE} top | sort | grep -v ^--- | uniq -c | sed 's,^ *,,'
top: l r
	@echo top
l r: bottom
	@:
bottom:
	@echo bottom is made
