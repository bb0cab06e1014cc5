# The implied source is looked for along .PATH, and .IMPSRC says where it was found.
# oracle: bmake
# setup: mkdir -p src; : > src/x.a
.SUFFIXES: .a .b
.PATH: src
.a.b:
	@echo ${.IMPSRC} to ${.TARGET}
all: x.b
