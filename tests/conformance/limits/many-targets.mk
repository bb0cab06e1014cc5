# Thousands of targets.
# oracle: bmake
.for i in ${:U:range=3000}
all: t$i
t$i: .PHONY
.endfor
all:
	@echo ${.ALLSRC:[#]}
