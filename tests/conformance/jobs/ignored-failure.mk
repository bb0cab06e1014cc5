# - forgives under -j as well, without ending the shell.
# oracle: bmake
# flags: -j1
all:
	-@false
	@echo went on
