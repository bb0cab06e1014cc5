# Programs that dump core dump it as untraced.
. "$CASES/common.inc"
ulimit -c unlimited 2>/dev/null || skip "no core files here"
die() { # $1: what watches
  mkdir "$1" && cd "$1" || exit 1
  shift
  "$@" bash -c 'sh -c "kill -SEGV \$\$"; echo $?; (kill -ABRT $BASHPID); echo $?' 2>&1 | sed 's/  *[0-9][0-9]*  */ /g' >../said
  for core in core*; do [ -e "$core" ] && echo core; done >>../said
  cd ..
}
die untraced env
mv said wanted
for backend in ptrace shim notify; do
  has $backend || continue
  die $backend filemon --backend $backend -o ../r --
  diff wanted said || fail "$backend: core dumps differ"
done
