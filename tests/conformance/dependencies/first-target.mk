# The first ordinary target is the one made by default; special and dot targets, .NOTMAIN and .USE ones are not.
# oracle: bmake
.PHONY: special
.hidden:
	@echo hidden
use: .USE
	@echo use
not: .NOTMAIN
	@echo not
first:
	@echo first
second:
	@echo second
