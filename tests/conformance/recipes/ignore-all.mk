# -i forgives every command.
# oracle: bmake
# flags: -i
all:
	@(exit 2)
	@echo went on
