# Where ptrace is refused the notification back end serves; where both are, one sentence says so.
. "$CASES/common.inc"
needs notify
wants 126 deny ptrace -- filemon --backend ptrace -o r -- true 2>err
[ "$(wc -l <err)" = 1 ] && grep -q 'ptrace is refused' err || fail "no sentence: $(cat err)"
wants 4 deny ptrace -- filemon -o r -- sh -c 'cat /etc/hostname; exit 4' >/dev/null
check_section r
grep -q '^R [0-9]* /etc/hostname$' r || fail "not recorded"
wants 126 deny ptrace seccomp -- filemon -o r -- true 2>err
[ "$(wc -l <err)" = 1 ] && grep -q 'refused' err || fail "no sentence: $(cat err)"
wants 0 deny ptrace seccomp -- filemon --backend none -o r -- true

# A sandbox that takes threads away, as old ones of containers do.
wants 126 deny clone3 -- filemon -o r -- true 2>err
[ "$(wc -l <err)" = 1 ] && grep -q 'refuses the thread' err || fail "no sentence: $(cat err)"
