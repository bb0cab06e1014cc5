# @ hides, - forgives, + runs even under -n; they combine, and may come from variables.
# oracle: bmake
Q=	@
all:
	echo shown
	@echo hidden
	-false
	-@false
	@-(exit 3)
	${Q}echo from a variable
	${:U@-}echo both; false
	+@echo plus
