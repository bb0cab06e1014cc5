# A chain of a thousand targets.
# oracle: bmake
LAST=	bottom
.for i in ${:U:range=1000}
t$i: ${LAST} .PHONY
LAST=	t$i
.endfor
bottom: .PHONY
	@echo bottom
all: t1000 .PHONY
	@echo top
.MAIN: all
