# .SILENT and .IGNORE, for single targets.
# oracle: bmake
.SILENT: quiet
.IGNORE: forgiving
all: quiet loud forgiving
quiet loud:
	echo ${.TARGET}
forgiving:
	@false
	@echo went on
attribute: .SILENT .IGNORE
	echo attribute
	false
all: attribute
