# Flags without arguments combine; the last may have one.
# oracle: bmake
# flags: -kisDNAME
all:
	(exit 1)
	echo ${NAME}
