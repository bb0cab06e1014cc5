# Local variables in a dependency line are those of its target.
# oracle: bmake
all: one.x two.x
one.x two.x: ${.TARGET:R}.y .PHONY
	@echo ${.TARGET} from ${.ALLSRC}
one.y two.y: .PHONY
