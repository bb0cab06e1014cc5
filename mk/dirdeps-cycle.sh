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

# records of FROM that read a file of TO: in its object directory, or staged by it
evidence() {
	there=$(objdir "$2")/ name=${2%.*}
	name=${name#"$srctop"/}
	grep -H "^[RE] [0-9]* $objroot" "$(objdir "$1")"/*.meta 2>/dev/null | while read -r line; do
		path=${line#* } path=${path#* }
		case "$path" in
		"$there"*) echo "$line" ;;
		*)
			[ -s "$path.dirdep" ] || continue
			read -r who <"$path.dirdep"
			case "$who" in "$name" | "$name".*) echo "$line" ;; esac
			;;
		esac
	done
}

why() {
	from=$1 to=$2 name=${2%.*}
	echo "  ${from#"$srctop"/} needs ${to#"$srctop"/}:" >&2
	evidence "$from" "$to" | sort -u | head -n 3 | sed 's/^/    /' >&2
	grep -Hn "[ 	]${name#"$srctop"/}\([. ]\|\$\)" "${from%.*}/$prefix"* 2>/dev/null |
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
