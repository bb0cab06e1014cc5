# Local names as seen from a rule's sources, and one-letter variables of one's own.
# oracle: bmake
A=	letter
all: x
	@echo $A ${A} $(A)$A
x: .PHONY
	@echo '$@ ${.TARGET} ${@:S,x,y,} ${@:tu}'
