# SIGTERM sent to filemon reaches the command, and the record is whole.
. "$CASES/common.inc"
for backend in ptrace shim notify; do
  has $backend || continue
  rm -f pid
  filemon --backend $backend -o r -- sh -c 'trap "exit 9" TERM; echo $$ >pid; while :; do sleep 0.05; done' &
  while ! [ -s pid ]; do sleep 0.05; done
  sleep 0.1
  kill -TERM $!
  wants 9 wait $!
  check_section r
  grep -q "^X $(cat pid) 9 0$" r || fail "$backend: no end in the record"
done
