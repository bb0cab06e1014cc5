# A setuid program watched without rights runs without its own: the record says so.
. "$CASES/common.inc"
[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || skip "needs root to make a setuid program"
cp "$(type -P true)" ./setuid-true && chmod 4755 ./setuid-true && chmod 777 .
for backend in ptrace shim notify; do
  has $backend || continue
  setpriv --reuid=65534 --regid=65534 --clear-groups filemon --backend $backend -o r.$backend -- ./setuid-true ||
    skip "an unprivileged user cannot run the programs here"
  grep -q '^# filemon: .*setuid' r.$backend || fail "$backend: the record does not say so"
  filemon --backend $backend -o as-root -- ./setuid-true
  ! grep -q '^# filemon:' as-root || fail "$backend: root needs no warning"
done
