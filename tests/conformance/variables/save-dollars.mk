# .MAKE.SAVE_DOLLARS decides whether := keeps $$.
# oracle: bmake
A=	$$$$
.MAKE.SAVE_DOLLARS=	yes
YES:=	${A}
.MAKE.SAVE_DOLLARS=	no
NO:=	${A}
all:
	@echo ${YES:Q} ${NO:Q} | sed 's,[0-9][0-9]*,pid,g'
