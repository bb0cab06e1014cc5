# An unknown modifier is an error that names it.
A=	${V:Z}
V=	value
all:
	@echo before
	@echo '${A}' after
