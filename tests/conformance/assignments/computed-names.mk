# The name on the left is expanded too, and may hold nearly any character.
# oracle: bmake
PRE=		KIND
${PRE}.first=	1
${PRE}.${:Usecond}=	2
N.m-o/p=	odd
${:Ua b:S, ,_,}=	blank
all:
	@echo ${KIND.first} ${KIND.second} ${N.m-o/p} ${a_b}
