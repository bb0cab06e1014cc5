# Attributes in any mixture, on targets with and without commands.
# oracle: bmake
a: .PHONY .SILENT b
	echo a after ${.ALLSRC}
b: .SILENT .PHONY
	echo b
.MAIN: a
