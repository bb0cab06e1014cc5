# Thousands of processes and threads, each with a name of its own: every one is in the record, each E has its X, and the
# command ends as untraced. METAMAKE_STORM=long in the environment: ten times as many.
. "$CASES/common.inc"
times=1
[ "${METAMAKE_STORM-}" != long ] || times=10
while read -r kind count; do
  count=$((count * times))
  for backend in ptrace shim notify; do
    has $backend || continue
    wants 0 filemon --backend $backend -o r -- storm $kind $count
    check_section r
    ! grep '^# filemon:' r || fail "$kind, $backend: incomplete"
    names=$(grep "^N [0-9]* $kind-" r | cut -d ' ' -f 3 | sort -u | wc -l)
    [ "$names" -eq $count ] || fail "$kind, $backend: $names of $count names recorded"
  done
done <<'END'
processes 1000
threads 1000
vforks 50
executions 50
spawns 300
kills 200
stops 2000
END
