# .MAKEFLAGS in a makefile acts as the command line would.
# oracle: bmake
.MAKEFLAGS: -DFROM_FILE VAR=file -s
all:
	echo ${VAR} ${FROM_FILE}
