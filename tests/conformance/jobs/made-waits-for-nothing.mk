# A target marked .MADE is not waiting for its sources when they are made for somebody else.
# oracle: bmake
# flags: -j1
all: first second
first: shared .MADE
	@echo first from ${.ALLSRC}
second: shared
	@echo second
shared:
	@echo shared
