# Blanks before the name do not matter; only a tab at the very beginning makes a line a command.
# oracle: bmake
  A=	spaces
 	B=	space and tab
.if 1
  C =	within a block
.endif
all:
	@echo '<${A}><${B}><${C}>'
