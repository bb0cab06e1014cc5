# -dg1 prints the graph; the lines of our target.
all: .PHONY
	@${MAKE} -r -f ${MAKEFILE} -dg1 x 2>&1 | grep -A2 '^x'
x: y .PHONY
	@echo x
y: .PHONY
