# Blanks around the operator do not matter; blanks at the end of the value do not stay.
# oracle: bmake
A =1
B=   2   
C	+=	3
D= with   inner   blanks
all:
	@echo '<${A}><${B}><${C}><${D}>'
