# Empty commands, commands that expand to nothing, and a lone prefix do nothing.
# oracle: bmake
NOTHING=
all:
	${NOTHING}
	@
	-
	@${NOTHING}
	@echo after
