# -s hides every command.
# oracle: bmake
# flags: -s
all:
	echo one
	@echo two
