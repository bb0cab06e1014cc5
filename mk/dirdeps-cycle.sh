#!/bin/sh
# dirdeps-cycle.sh SRCTOP OBJROOT HOST_TARGET PREFIX BACK STACK... - explains a cycle of directories.
# BACK and STACK are targets /src/lib/foo.MACHINE; the cycle starts at BACK's place in STACK. For each
# step the .meta records are searched for a file that made the one need the other; if there is none
# (edited by hand, cleaned), the line of the Makefile.depend is shown.

srctop=$1 objroot=$2 host=$3 prefix=$4 back=$5
shift 5

# srctop/lib/foo.host -> objroot/HOST_TARGET/lib/foo
objdir() {
	spec=${1##*.}
	[ "$spec" = host ] && spec=$host
	dir=${1%.*}
	echo "$objroot$spec${dir#"$srctop"}"
}

why() {
	from=$1 to=$2
	dir=${from%.*}
	there=$(objdir "$to")
	echo "  ${from#"$srctop"/} needs ${to#"$srctop"/}:" >&2
	for meta in "$(objdir "$from")"/*.meta; do
		grep -H "^[RE] [0-9]* $there/" "$meta" 2>/dev/null
	done | head -n 3 | sed 's/^/    /' >&2
	name=${to%.*}
	grep -Hn "${name#"$srctop"/}\([. ]\|\$\)" "$dir/$prefix"* 2>/dev/null |
		head -n 1 | sed 's/^/    /' >&2
}

echo "dirdeps: these directories need each other:" >&2
last=
for node in "$@" "$back"; do
	if [ -n "$last" ]; then
		why "$last" "$node"
		last=$node
	elif [ "$node" = "$back" ]; then
		last=$node
	fi
done
