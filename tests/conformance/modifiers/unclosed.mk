# A reference that never ends is an error of the makefile.
V=	${UNCLOSED
all:
	@echo '<${V}>'
