# What nobody knows how to make is the .ERROR_TARGET with -j; without, there is none.
# oracle: bmake
all: first missing
first:
	@echo first
.ERROR:
	@echo ${.TARGET}: ${.ERROR_TARGET:Unone}
