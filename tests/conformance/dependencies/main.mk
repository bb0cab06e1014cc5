# .MAIN says what is made by default.
# oracle: bmake
first:
	@echo first
chosen other:
	@echo ${.TARGET}
.MAIN: chosen other
