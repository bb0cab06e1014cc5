# Nothing is done when the target is newer than what it is implied by.
# oracle: bmake
# setup: : > x.a; touch -t 200001010000 x.a; : > x.b; : > y.a; : > y.b; touch -t 200001010000 y.b
.SUFFIXES: .a .b
.a.b:
	@echo ${.IMPSRC} to ${.TARGET}
all: x.b y.b
