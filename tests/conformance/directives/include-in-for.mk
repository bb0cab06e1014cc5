# One file read several times, once per value.
# oracle: bmake
# setup: echo 'SUM+=<${n}>' > part.inc; echo 'SUM:=${SUM}' >> part.inc
.for i in 1 2 3
n=	$i
.include "part.inc"
.endfor
all:
	@echo '${SUM}'
