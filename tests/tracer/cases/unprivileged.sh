# Everything above as a user without rights (run as root, which can become one).
. "$CASES/common.inc"
[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || skip "needs root to become somebody else"
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
chmod 777 .
as_nobody filemon -o r -- true 2>/dev/null || skip "an unprivileged user cannot run the programs here"
for program in "$FIXTURES"/fixture_*; do
  name=${program##*/fixture_}
  expected=${name#static_}
  expected=${expected#i386_}
  for backend in ptrace shim notify; do
    [ $name.$backend != interrupts.notify ] || continue
    as_nobody bash "$CASES/../check_fixture.sh" "$(command -v filemon)" $backend "$program" \
      "$CASES/../fixtures/$expected.exp" "$PWD/$name.$backend" >out 2>&1
    status=$?
    [ $status -eq 0 ] || [ $status -eq 77 ] || fail "$name on $backend: $(cat out)"
  done
done
