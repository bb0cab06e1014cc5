# Dependency lines add up; commands come from the one that has them; order is that of the makefile.
# oracle: bmake
all: a
all: b c
	@echo 'all from ${.ALLSRC}'
all: d
a b c d: .PHONY
	@echo ${.TARGET}
