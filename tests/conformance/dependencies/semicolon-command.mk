# A command may follow the sources after a semicolon.
# oracle: bmake
all: a; @echo all from ${.ALLSRC}
a: .PHONY ; @echo a
	@echo and more of a
