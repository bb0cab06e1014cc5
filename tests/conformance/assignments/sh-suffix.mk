# The old spelling VAR:sh = command is evaluated when it is read, like !=.
# oracle: bmake
OLD:sh=		echo old style
all:
	@echo '${OLD}'
