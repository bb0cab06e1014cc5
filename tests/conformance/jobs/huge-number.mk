# More jobs than there is room for in the pool are no reason to wait.
# flags: -j 2000000
TARGETS = ${:U:range=40:@i@target-$i@}
all: ${TARGETS}
${TARGETS}: .PHONY
	@:
.END:
	@echo done
