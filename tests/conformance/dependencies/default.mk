# .DEFAULT makes what no rule makes; .IMPSRC is the target's name.
# oracle: bmake
all: unknown.thing
	@echo all
.DEFAULT:
	@echo default for ${.TARGET} ${.IMPSRC}
