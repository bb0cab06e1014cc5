# --verbose says on standard error what watched and what went on behind the command's back; without it filemon is silent if all is well.
. "$CASES/common.inc"
filemon -o r -- true 2>quiet
[ ! -s quiet ] || fail "not silent: $(cat quiet)"
filemon -v --backend none -o r -- true 2>said
grep -qx 'filemon: back end none' said || fail "does not name the back end: $(cat said)"
needs ptrace
filemon -v --backend ptrace -o r -- sh -c 'sleep 3 & :' 2>said
grep -qx 'filemon: back end ptrace' said || fail "does not name the back end: $(cat said)"
grep -q '^filemon: 1 of its processes go on' said || fail "does not tell of the process left behind: $(cat said)"

# That a record is incomplete is always said: here to a program which needs ptrace itself.
filemon --backend ptrace -o r -- "$FIXTURES/fixture_ptrace" 2>said
[ "$(wc -l <said)" = 1 ] && grep -q '^filemon: the record is incomplete: .* use filemon --backend notify$' said ||
  fail "does not tell that the record is incomplete: $(cat said)"
