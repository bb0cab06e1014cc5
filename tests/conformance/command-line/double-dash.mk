# After -- a word with a dash is a target.
# oracle: bmake
# flags: -- -odd
-odd:
	@echo made ${.TARGET}
