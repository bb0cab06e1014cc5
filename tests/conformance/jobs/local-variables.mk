# Local variables and dollars under -j.
# oracle: bmake
# flags: -j1
all: a b
	@echo '${.ALLSRC}' "$$HOME_OF_NOBODY" $$((1 + 1))
a b: .PHONY
	@x=${.TARGET}; echo "$$x"
