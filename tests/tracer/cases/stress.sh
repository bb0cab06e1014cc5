# Ten thousand processes, eight shells at a time: none is lost, each E has its X.
. "$CASES/common.inc"
cat >burst.sh <<'END'
i=0
while [ $i -lt 1250 ]; do
  (: <in.$1) &
  i=$((i + 1))
  [ $((i % 50)) -ne 0 ] || wait
done
wait
END
for n in 1 2 3 4 5 6 7 8; do : >in.$n; done
for backend in ptrace shim notify; do
  needs $backend
  wants 0 filemon --backend $backend -o r -- sh -c 'for n in 1 2 3 4 5 6 7 8; do sh ./burst.sh $n & done; wait'
  check_section r
  reads=$(grep -c '^R [0-9]* in\.[1-8]$' r)
  [ "$reads" -eq 10000 ] || fail "$backend: $reads of 10000 reads recorded"
done
