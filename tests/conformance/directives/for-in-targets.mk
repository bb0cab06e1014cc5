# Rules made by a loop.
# oracle: bmake
.for t in one two
all: $t
$t: .PHONY
	@echo making $t as ${.TARGET}
.endfor
