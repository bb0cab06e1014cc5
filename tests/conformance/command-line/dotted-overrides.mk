# Variables of the command line reach nested makes whatever their name begins with.
# flags: .DOTTED=one PLAIN=two
.if ${.MAKE.LEVEL} == 0
all:
	@${.MAKE} -r -f dotted-overrides.mk
.else
.DOTTED = makefile
all:
	@echo ${.DOTTED} ${PLAIN} ${.MAKEOVERRIDES:O:u}
.endif
