# A backslash-newline and the blanks around it become one space; in a comment it goes on as well.
# oracle: bmake
A=	one \
	two\
three \

B=	set \# comment goes on \
	here
# this comment \
C=	is not an assignment
C?=	unset
all:
	@echo '<${A}> <${C}>'
	@printf '%s\n' '<${B}>'
	@echo in the recipe \
	  the newline stays
