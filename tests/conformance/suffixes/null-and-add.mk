# Suffixes may be added in several goes.
# oracle: bmake
# setup: : > x.one
.SUFFIXES: .one
.SUFFIXES: .two
.one.two:
	@echo one to two
all: x.two
