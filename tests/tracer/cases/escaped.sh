# clone3 with CLONE_UNTRACED, which a filter cannot see: ptrace loses the new process, and the record says so.
. "$CASES/common.inc"
[ "$(printf '6.11\n%s\n' "$(uname -r)" | sort -V | head -1)" = 6.11 ] || skip 'this kernel does not tell'
for backend in ptrace shim; do
  has $backend || continue
  wants 0 filemon --backend $backend -o $backend -- told_client escape
  check_section $backend
  grep -q '^# filemon: .*CLONE_UNTRACED' $backend || fail "$backend: nobody noticed: $(cat $backend)"
done
