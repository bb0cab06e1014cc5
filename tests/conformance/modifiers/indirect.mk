# A whole modifier, or several, may come out of a variable.
# oracle: bmake
M1=	S,a,A,
M2=	tu:S,B,b,
NONE=
W=	a b ab
all:
	@echo '${W:${M1}}' / '${W:${M2}}' / '${W:${NONE}}' / '${W:${M1}:S,b,B,}' / '${W:${:UMa*}}'
