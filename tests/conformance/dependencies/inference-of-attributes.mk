# Targets of special names do not become files to make.
# oracle: bmake
.PHONY: p
.SILENT:
p:
	echo silent by the lone .SILENT
all: p
