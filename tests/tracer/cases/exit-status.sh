# filemon ends as its command ends.
. "$CASES/common.inc"
# A directory of PATH that may not be searched would be another reason.
PATH=$(dirname "$(type -P filemon)"):/usr/bin:/bin
for backend in ptrace shim notify none; do
  has $backend || continue
  wants 0 filemon --backend $backend -o r -- true
  wants 3 filemon --backend $backend -o r -- sh -c 'exit 3'
  wants 143 filemon --backend $backend -o r -- sh -c 'kill -TERM $$'
  check_section r
  wants 127 filemon --backend $backend -o r -- no-such-program
  wants 126 filemon --backend $backend -o r -- /etc/passwd
done
wants 2 filemon 2>/dev/null
wants 2 filemon --backend nonsense -o r -- true
wants 2 filemon -o no-such-dir/r -- true
