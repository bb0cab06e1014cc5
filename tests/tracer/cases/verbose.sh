# --verbose says on standard error what watched and what went on behind the command's back; without it filemon is silent.
. "$CASES/common.inc"
filemon -o r -- true 2>quiet
[ ! -s quiet ] || fail "not silent: $(cat quiet)"
filemon -v --backend none -o r -- true 2>said
grep -qx 'filemon: back end none' said || fail "does not name the back end: $(cat said)"
needs ptrace
filemon -v --backend ptrace -o r -- sh -c 'sleep 3 & :' 2>said
grep -qx 'filemon: back end ptrace' said || fail "does not name the back end: $(cat said)"
grep -q '^filemon: 1 of its processes go on' said || fail "does not tell of the process left behind: $(cat said)"
