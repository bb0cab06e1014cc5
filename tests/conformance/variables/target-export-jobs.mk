# flags: -j1
# The same in jobs mode: an exported variable has the target's own value in the environment of its commands, and the global one elsewhere.
FLAGS = global
KIND = k
PRIVATE = hidden
.export FLAGS KIND
all: a b c
a: FLAGS = of-${.TARGET}
b: FLAGS += more
b: PRIVATE = shown
a b c: .PHONY
	@echo $@: "$$FLAGS" ${FLAGS} $$KIND "$$PRIVATE"
