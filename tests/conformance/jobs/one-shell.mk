# Under -j all lines of a target run in one shell.
# oracle: bmake
# flags: -j1
all:
	@v=1
	@echo "v=$$v"
	@cd /
	@pwd
