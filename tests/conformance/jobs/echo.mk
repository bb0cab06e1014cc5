# Commands are shown before they run, unless hidden.
# oracle: bmake
# flags: -j1
all:
	echo shown
	@echo hidden
	echo shown again
