# A traced filemon inside a traced job: both records are whole, and say the same of the inner command.
. "$CASES/common.inc"
echo data >in
for outer in ptrace shim notify; do
  has $outer || continue
  for inner in auto ptrace shim notify; do
    [ $inner = auto ] || has $inner || continue
    wants 6 filemon --backend $outer -o outer -- \
      sh -c 'filemon --backend "$1" -o middle -- sh -c "filemon -o inner -- cat in >out; exit 6"' sh $inner
    for record in outer middle inner; do
      check_section $record
      ! grep -q '^# filemon:' $record || fail "$outer/$inner: $record is incomplete"
      pid=$(sed -n 's/^E \([0-9]*\) .*\/cat$/\1/p' $record)
      [ -n "$pid" ] || fail "$outer/$inner: no cat in $record"
      grep "^[A-Z] $pid " $record >cat.$record
      grep -q "^R $pid in$" cat.$record || fail "$outer/$inner: the read is missing in $record"
    done
    cmp -s cat.outer cat.middle && cmp -s cat.middle cat.inner || fail "$outer/$inner: they differ"
    grep -q '^W [0-9]* out$' middle || fail "$outer/$inner: the write is missing"
    ! grep -q metamake-tracer outer || fail "$outer/$inner: the question was recorded"
  done
done

# The inner one may count processes otherwise: the records have the outer one's numbers.
unshare -pf true 2>/dev/null || exit 0
for outer in ptrace shim notify; do
  wants 6 filemon --backend $outer -o outer -- unshare -pf filemon -o inner -- sh -c 'cat in >out; exit 6'
  check_section inner
  ! grep -q '^# filemon:' inner || fail "$outer: incomplete"
  grep -q '^R [0-9]* in$' inner && grep -q '^W [0-9]* out$' inner || fail "$outer: something is missing"
done
