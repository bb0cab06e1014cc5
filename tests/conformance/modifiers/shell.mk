# :!cmd! and :sh run commands while expanding.
# oracle: bmake
CMD=	echo one; echo two
all:
	@echo '${:!echo shell!}' '${CMD:sh}' '${:!echo a; echo b!:[#]}' '${CMD:sh:tu}' '${${:Uecho nested}:L:sh}'
