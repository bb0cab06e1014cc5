# An empty .SUFFIXES forgets all of them; the rule is then an ordinary target.
# setup: : > x.a
.SUFFIXES: .a .b
.a.b:
	@echo not used
.SUFFIXES:
all: x.b
