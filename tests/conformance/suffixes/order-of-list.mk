# When several sources exist, the order of .SUFFIXES decides.
# oracle: bmake
# setup: : > x.p; : > x.q
.SUFFIXES:
.SUFFIXES: .out .q .p
.p.out .q.out:
	@echo ${.IMPSRC} to ${.TARGET}
all: x.out
