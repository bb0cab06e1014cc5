# A recipe sees the values at the end of the makefile; a dependency line those of its moment.
# oracle: bmake
SRC=	early
all: ${SRC}.x
	@echo ${SRC} ${.ALLSRC}
SRC=	late
early.x late.x: .PHONY
