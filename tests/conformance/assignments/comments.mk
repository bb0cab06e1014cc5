# A # starts a comment unless escaped; in a shell command it is the shell's.
# oracle: bmake
A=	value # a comment
B=	va\#lue # and \# more
C=	no#blank
D=	$${#shell}
all:
	@printf '%s\n' '<${A}>' '<${B}>' '<${C}>'
	@echo shell # comment of the shell
	@echo 'a # in quotes'
