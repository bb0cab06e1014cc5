# MAKEFLAGS adds to the command line.
# oracle: bmake
# env: "MAKEFLAGS=-s VAR=env"
all:
	echo ${VAR}
