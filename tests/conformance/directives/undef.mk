# .undef takes names, several of them, and computed ones.
A=	1
B=	2
X.1=	3
X.2=	4
KEEP=	5
.undef A B
.undef ${:UX.1 X.2}
all:
	@echo '<${A}${B}${X.1}${X.2}>' ${KEEP}
