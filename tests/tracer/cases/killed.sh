# A killed tracer leaves no tracees (ptrace back end: PTRACE_O_EXITKILL).
. "$CASES/common.inc"
needs ptrace
filemon --backend ptrace -o r -- sh -c 'echo $$ >pid; sleep 60 & echo $! >pid2; wait' &
filemon=$!
while ! [ -s pid2 ]; do sleep 0.05; done
kill -KILL $filemon
wait $filemon 2>/dev/null
for pid in $(cat pid pid2); do
  for _ in $(seq 100); do
    grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$pid/status" || break
    sleep 0.05
  done
  ! grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$pid/status" || fail "process $pid lives on"
done

# The notification back end at least takes the command itself along.
needs notify
rm -f pid
filemon --backend notify -o r -- sh -c 'echo $$ >pid; while :; do sleep 0.05; done' &
filemon=$!
while ! [ -s pid ]; do sleep 0.05; done
kill -KILL $filemon
wait $filemon 2>/dev/null
for _ in $(seq 100); do
  grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$(cat pid)/status" || exit 0
  sleep 0.05
done
fail "the command lives on"
