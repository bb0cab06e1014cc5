# .ORDER and .WAIT without -j: sources are made from left to right anyway.
# oracle: bmake
.ORDER: b a
all: a .WAIT b c
a b c: .PHONY
	@echo ${.TARGET}
