# A job is announced when it starts, even if it prints nothing; one that is .SILENT when it prints something.
# oracle: bmake
# flags: -j2
all: says .WAIT nothing .WAIT silent .WAIT silent-says
says:
	@echo says
nothing:
	@true
silent: .SILENT
	true
silent-says: .SILENT
	echo so
