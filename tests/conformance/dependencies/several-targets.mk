# One rule, several targets: the commands run once for each that is asked for.
# oracle: bmake
all: x y
x y z: src
	@echo ${.TARGET} from ${.ALLSRC}
src: .PHONY
