# Errors in modifiers are reported, and what has been evaluated so far stays.
V=	value
all:
	@echo '1 ${V:S}' '2 ${V:S,a}' '3 ${V:[a]}' '4 ${V:Mx' 5
