# Every :: rule runs on its own, with its own sources.
# oracle: bmake
all:: a
	@echo 'one from ${.ALLSRC}'
all:: b
	@echo 'two from ${.ALLSRC}'
a b: .PHONY
