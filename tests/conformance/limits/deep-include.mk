# A file that includes itself stops in time.
.include "${.PARSEDIR:tA}/${.PARSEFILE}"
all:
	@echo not reached
