# What nobody knows how to make is the .ERROR_TARGET with -j; without, there is none.
# flags: -j1
all: first missing
first:
	@echo first
.ERROR:
	@echo ${.TARGET}: ${.ERROR_TARGET:Unone}
