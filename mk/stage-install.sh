#!/bin/sh
# stage-install.sh [VARIABLE=value...] install-arguments... - install(1), then a .dirdep file beside each
# file it installed, so that it is known which directory each came from. See meta.stage.mk.
#
# Variables: INSTALL (the program; default $REAL_INSTALL or install), OBJDIR (where .dirdep lies; default
# the current directory), _DIRDEP (the .dirdep itself). Without .dirdep this is just install.

INSTALL=${REAL_INSTALL:-install}
OBJDIR=.
while :; do
	case "$1" in
	INSTALL=*) INSTALL=${1#*=} ;;
	OBJDIR=*) OBJDIR=${1#*=} ;;
	_DIRDEP=*) _DIRDEP=${1#*=} ;;
	[A-Za-z_]*=*) eval "${1%%=*}=\${1#*=}" ;;
	*) break ;;
	esac
	shift
done
_DIRDEP=${_DIRDEP:-$OBJDIR/.dirdep}
if [ ! -s "$_DIRDEP" ]; then
	exec $INSTALL "$@"
fi
$INSTALL "$@" || exit

read -r _dirdep <"$_DIRDEP"
mark() {
	if [ -s "$1.dirdep" ]; then
		read -r who <"$1.dirdep"
		[ "$who" = "$_dirdep" ] && return
		echo "ERROR: $1 installed by $who not $_dirdep" >&2
		exit 1
	fi
	rm -f "$1.dirdep"
	ln "$_DIRDEP" "$1.dirdep" 2>/dev/null || cp -p "$_DIRDEP" "$1.dirdep" || exit 1
}

for dest in "$@"; do :; done
if [ -f "$dest" ]; then
	mark "$dest"
elif [ -d "$dest" ]; then
	for f in "$@"; do
		[ "$f" != "$dest" ] && [ -f "$f" ] && [ -f "$dest/${f##*/}" ] && mark "$dest/${f##*/}"
	done
fi
:
