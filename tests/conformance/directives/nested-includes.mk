# Depth, and what each file sees of its own name.
# oracle: bmake
# setup: echo '.include "two.inc"' > one.inc; echo 'SEEN+=${.PARSEFILE}<${.INCLUDEDFROMFILE}' > two.inc; echo 'SEEN:=${SEEN}' >> two.inc
.include "one.inc"
all:
	@echo '${SEEN}'
