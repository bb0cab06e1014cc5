# .ALLTARGETS names every target known so far, sources included.
# oracle: bmake
a: b
c: .PHONY
X:=	${.ALLTARGETS:Na*ll:O}
all: .PHONY
	@echo ${X}
.MAIN: all
