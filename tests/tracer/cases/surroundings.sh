# Wherever it runs, filemon either records everything or starts nothing and says why in one line.
. "$CASES/common.inc"
echo data >in
chmod 777 .
# judge WHERE COMMAND...: COMMAND ends with filemon's --backend option.
judge() {
  local where=$1 backend status
  shift
  for backend in auto ptrace shim notify; do
    rm -f r out
    "$@" $backend -o r -- sh -c 'cat in none >out; exit 4' 2>err
    status=$?
    case $status in
    4)
      check_section r
      ! grep -q '^# filemon:' r || fail "$where, $backend: incomplete"
      for record in 'E [0-9]* .*/cat' 'R [0-9]* in' 'N [0-9]* none' 'W [0-9]* out'; do
        grep -q "^$record\$" r || fail "$where, $backend: no $record"
      done
      ;;
    126) [ "$(wc -l <err)" = 1 ] && grep -q '^filemon: .*:' err || fail "$where, $backend: $(cat err)" ;;
    *) fail "$where, $backend: exit status $status: $(cat err)" ;;
    esac
  done
  [ -n "${said-}" ] || return 0
  grep -q "$said" err || fail "$where: $(cat err)"
}
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }

judge 'as it is' filemon --backend
judge 'with neither home nor path' env -i "$(command -v filemon)" --backend
judge 'without privileges to come' setpriv --no-new-privs filemon --backend
judge 'where ptrace is refused' deny ptrace -- filemon --backend
judge 'where a listener stands' deny listener -- filemon --backend
judge 'where both are so' deny ptrace listener -- filemon --backend
if unshare -Ur true 2>/dev/null; then
  judge 'with users of its own' unshare -Ur filemon --backend
  judge 'with processes of its own' unshare -Urpf --mount-proc filemon --backend
  said='mount -t proc' judge 'with a /proc that is not its own' unshare -Urpf filemon --backend
fi
[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || exit 0
as_nobody filemon -o r -- true 2>/dev/null || exit 0
judge 'as nobody' as_nobody env -u HOME filemon --backend
judge 'as nobody where ptrace is refused' as_nobody deny ptrace -- filemon --backend
judge 'as nobody without privileges to come' as_nobody --no-new-privs filemon --backend

# In another root without /proc.
for program in sh cat; do
  file=$(realpath "$(type -P $program)")
  for needed in $file $(ldd "$file" | grep -o '/[^ ]*'); do
    mkdir -p "root$(dirname "$needed")" && cp -L "$needed" "root$needed"
  done
  mkdir -p root/bin && { [ -e root/bin/$program ] || cp "$file" root/bin/$program; }
done
file=$(command -v filemon)
! ldd "$file" 2>/dev/null | grep -q '=>' || skip "sanitizers want /proc"
mkdir -p "root$(dirname "$file")" && cp "$file" "root$file"
said='mount -t proc' judge 'in a root without /proc' chroot root "$file" --backend
chroot root "$file" --backend none -o /record -- sh -c 'exit 4'
[ $? -eq 4 ] && grep -q 'Bye bye' root/record || fail "the record cannot be written without /proc"
