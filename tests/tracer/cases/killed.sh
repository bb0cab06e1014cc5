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

# Under the notification back end everybody goes at the next call that would have been watched, threads that end included.
needs notify
filemon --backend notify -o r -- storm threads 20000 2>/dev/null &
filemon=$!
sleep 0.3
kill -KILL $filemon
wait $filemon 2>/dev/null
storms() { # those that run here
  for dir in /proc/[0-9]*; do
    [ "$(cat "$dir/comm" 2>/dev/null)" = storm ] && [ "$(readlink "$dir/cwd")" = "$PWD" ] && echo "${dir#/proc/}"
  done
}
for _ in $(seq 200); do
  [ -n "$(storms)" ] || break
  sleep 0.05
done
left=$(storms)
[ -z "$left" ] || { kill -KILL $left; fail "processes live on: $left"; }

# The command itself goes at once.
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
