# Where notifications are taken, ptrace does everything by stops and records the same; the notification back end says why
# it cannot.
. "$CASES/common.inc"
needs ptrace
needs notify
echo data >in
run() { "$@" filemon --backend ptrace -o r -- sh -c 'cat in none >out; cd /; cat <etc/hostname; mkdir -p proc; exit 3' >/dev/null 2>&1; }
wants 3 run env
bash "$CASES/../normalise.sh" "$PWD" none <r >with
wants 3 run deny listener --
check_section r
bash "$CASES/../normalise.sh" "$PWD" none <r >without
grep -q '^R P2 in$' with || fail "not recorded: $(cat with)"
diff with without || fail "they differ"
wants 126 deny listener -- filemon --backend notify -o r -- true 2>err
[ "$(wc -l <err)" = 1 ] && grep -q 'refused because' err || fail "no sentence: $(cat err)"
for program in "$FIXTURES"/fixture_*; do
  name=${program##*/fixture_}
  expected=${name#static_}
  expected=${expected#i386_}
  deny listener -- bash "$CASES/../check_fixture.sh" "$(command -v filemon)" ptrace "$program" \
    "$CASES/../fixtures/$expected.exp" "$PWD/$name" >fixture.out 2>&1
  status=$?
  [ $status -eq 0 ] || [ $status -eq 77 ] || fail "$name: $(cat fixture.out)"
done
