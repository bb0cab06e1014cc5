# .SHELL describes the shell that jobs use.
# flags: -j1
.SHELL: name="sh" path="/bin/sh" quiet="set -" echo="set -v" filter="set -" hasErrCtl=yes check="set -e" ignore="set +e"
all:
	@echo run by sh
