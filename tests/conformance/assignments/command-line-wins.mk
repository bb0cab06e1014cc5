# Command line assignments beat the makefile's, whichever operator; .undef cannot remove them.
# oracle: bmake
# flags: A=cmd B=cmd C=cmd D:=cmd E=cmd
A=	file
B+=	file
C?=	file
D:=	file
.undef E
all:
	@echo A=${A} B=${B} C=${C} D=${D} E=${E:Uundefined}
