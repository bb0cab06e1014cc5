# The same files as strace sees: what is opened, and what is not there, of a compile.
. "$CASES/common.inc"
command -v strace >/dev/null && command -v gcc >/dev/null || skip "no strace or gcc here"
printf '#include <stdio.h>\nint main(void) { return 0; }\n' >a.c
strace -f -qq -e trace=open,openat -o trace gcc -c a.c || skip "strace cannot trace here"
# Directories give no record until they are listed; /proc and /dev are other files for everybody.
normalise() {
  grep -v -e '/tmp/' -e '^/proc' -e '^/dev' | while read -r path; do [ -d "$path" ] || echo "$path"; done | sort -u
}
sed -n 's/.*open[at]*(.*"\(.*\)", .*O_RDONLY.*= [0-9].*/\1/p' trace | normalise >strace.read
sed -n 's/.*open[at]*(.*"\(.*\)", .* = -1 ENOENT.*/\1/p' trace | normalise >strace.missing
for backend in ptrace shim notify; do
  needs $backend
  wants 0 filemon --backend $backend -o r -- gcc -c a.c
  sed -n 's/^R [0-9]* //p' r | normalise >our.read
  sed -n 's/^N [0-9]* //p' r | normalise >our.missing
  missed=$(comm -23 strace.read our.read; comm -23 strace.missing our.missing)
  [ -z "$missed" ] || fail "$backend: only strace saw $missed"
done
