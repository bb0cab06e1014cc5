# -i forgives every command.
# flags: -i
all:
	@(exit 2)
	@echo went on
