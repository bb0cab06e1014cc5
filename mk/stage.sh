# stage.sh - the shell functions of meta.stage.mk; sourced, in the object directory.
#   StageFiles [-m mode] dest file...          StageAs [-m mode] dest file name ...
#   StageLinks -s|-- dest what name ...        StaleStaged target...
# Input: _dirdep (who we are), _target (what is being made), _conflict (ERROR or WARNING).
# Each writes to .staged.TARGET what it put where; StaleStaged compares these lists with the last ones.

LnCp() {
	rm -f "$2"
	[ -z "$mode" ] && ln "$1" "$2" 2>/dev/null || cp -p "$1" "$2"
}

# nobody else may have put it there
StageDirdep() {
	if [ -s "$1.dirdep" ]; then
		read -r _who <"$1.dirdep"
		[ "$_who" = "$_dirdep" ] && return 0
		# the same directory for another configuration may
		case "${_dirdep%.*}" in
		"$_who" | "${_who%.*}") ;;
		*)
			if [ "${_who%.*}" != "$_dirdep" ]; then
				echo "$_conflict: $1 installed by $_who not $_dirdep" >&2
				[ "$_conflict" = ERROR ] && exit 1
			fi
			;;
		esac
	fi
	mode='' LnCp .dirdep "$1.dirdep" || exit 1
}

_StageStart() {
	mkdir -p "$dest" || exit 1
	[ -s .dirdep ] || echo "$_dirdep" >.dirdep
	: >".staged.$_target"
}

_StageDone() {
	echo "$1" >>".staged.$_target"
}

StageFiles() {
	mode=
	[ "$1" = -m ] && mode=$2 && shift 2
	dest=$1
	shift
	_StageStart
	for f in "$@"; do
		t=$dest/${f##*/}
		StageDirdep "$t"
		LnCp "$f" "$t" || exit 1
		[ -z "$mode" ] || chmod "$mode" "$t" || exit 1
		_StageDone "$t"
	done
	touch "$_target"
}

StageAs() {
	mode=
	[ "$1" = -m ] && mode=$2 && shift 2
	dest=$1
	shift
	_StageStart
	while [ $# -ge 2 ]; do
		t=$dest/$2
		mkdir -p "${t%/*}"
		StageDirdep "$t"
		LnCp "$1" "$t" || exit 1
		[ -z "$mode" ] || chmod "$mode" "$t" || exit 1
		_StageDone "$t"
		shift 2
	done
	touch "$_target"
}

StageLinks() {
	mode=
	flag=$1
	dest=$2
	shift 2
	[ -s ".staged.$_target" ] || _StageStart
	mkdir -p "$dest" || exit 1
	while [ $# -ge 2 ]; do
		t=$dest/$2
		mkdir -p "${t%/*}"
		StageDirdep "$t"
		rm -f "$t"
		if [ "$flag" = -s ]; then
			ln -s "$1" "$t" || exit 1
		else
			case "$1" in /*) s=$1 ;; *) s=$dest/$1 ;; esac
			ln "$s" "$t" || exit 1
		fi
		_StageDone "$t"
		shift 2
	done
	touch "$_target"
}

StaleStaged() {
	for _t in "$@"; do
		cat ".staged.$_t" 2>/dev/null
	done | LC_ALL=C sort -u >.staged.now
	if [ -e .staged.last ]; then
		LC_ALL=C comm -13 .staged.now .staged.last | while read -r f; do
			read -r _who 2>/dev/null <"$f.dirdep" || continue
			[ "$_who" = "$_dirdep" ] || continue
			echo "Removing stale $f"
			rm -f "$f" "$f.dirdep"
		done
	fi
	mv .staged.now .staged.last
}
