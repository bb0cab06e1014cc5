# Flags without arguments combine; the last may have one.
# flags: -kisDNAME
all:
	(exit 1)
	echo ${NAME}
