# .PATH without sources forgets the path.
# oracle: bmake
# setup: mkdir d; : > d/x.c
.PATH: d
.PATH:
all: .PHONY
	@echo ${.PATH:N.}; ${MAKE} -r -f ${MAKEFILE} x.c 2>&1 | grep -c know
