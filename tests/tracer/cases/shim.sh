# Whatever happens to the shim, no call escapes the record.
. "$CASES/common.inc"
needs shim
for what in burst fork threads again closed; do
  for backend in ptrace shim; do
    wants 0 filemon --backend $backend -o $what.$backend -- told_client $what
    check_section $what.$backend
    grep '^[A-Z] ' $what.$backend | grep -v -e '^[FX]' -e '/proc/' | cut -d ' ' -f 1,3- | sort >$what.$backend.sorted
  done
  cmp $what.ptrace.sorted $what.shim.sorted || fail "$what: the records differ"
done
[ "$(grep -c '^N [0-9]* b[0-9]*$' burst.shim)" -eq 2000 ] || fail "burst: calls are missing"
grep -q '^N [0-9]* other$' again.shim || fail "a call of a second C library is missing"
# Within a process the order is that of the calls.
grep -o ' b[0-9]*$' burst.shim | tr -d ' b' | sort -nc || fail "burst: out of order"

wants 0 filemon --backend shim -o killed -- told_client killed
check_section killed
grep -q '^R [0-9]* fifo$' killed || fail "a call that its process did not survive is missing"

# The record says when the memory can no longer be believed, and nothing is missing from then on.
wants 0 filemon --backend shim -o overwritten -- told_client overwrite
check_section overwritten
grep -q '^# filemon: a process wrote over' overwritten || fail "nobody noticed"
grep -q '^N [0-9]* after$' overwritten || fail "what came later is missing"

# What directs the loader, or clears all directions, makes no difference.
for lie in LD_PRELOAD=/no/such/library.so LD_AUDIT=/no/such/library.so LD_BIND_NOW=1 LD_LIBRARY_PATH=/nowhere; do
  # Told the command only: a sanitized filemon may not stand it.
  wants 0 filemon --backend shim -o lied -- env "$lie" told_client burst 2>/dev/null
  check_section lied
  [ "$(grep -c '^N [0-9]* b[0-9]*$' lied)" -eq 2000 ] || fail "$lie: calls are missing"
done
wants 0 filemon --backend shim -o cleared -- env -i "$(command -v told_client)" burst
[ "$(grep -c '^N [0-9]* b[0-9]*$' cleared)" -eq 2000 ] || fail "with a cleared environment calls are missing"
wants 0 filemon --backend shim -o named -- /lib64/ld-linux-x86-64.so.2 "$(command -v told_client)" burst
[ "$(grep -c '^N [0-9]* b[0-9]*$' named)" -eq 2000 ] || fail "run by name of the loader, calls are missing"

# Where there is no place for it a program goes on without.
wants 0 filemon --backend shim -o occupied -- bash -c 'trap "" TRAP; exec occupied' >found.shim
check_section occupied
wants 0 filemon --backend ptrace -o occupied.ptrace -- bash -c 'trap "" TRAP; exec occupied' >found.ptrace
cmp found.ptrace found.shim || fail "a descriptor is left open, or a signal's action changed"
[ "$(grep -c '^N [0-9]* b[0-9]*$' occupied)" -eq 100 ] || fail "without a place for the shim calls are missing"

# Nor is there any where other memory has its memory's number.
if unshare --ipc true 2>/dev/null; then
  wants 0 filemon --backend shim -o apart -- unshare --ipc told_client burst
  check_section apart
  [ "$(grep -c '^N [0-9]* b[0-9]*$' apart)" -eq 2000 ] || fail "in an IPC namespace of its own calls are missing"
fi

# Nor where memory may not become executable.
filemon --backend shim -o hardened -- "$(command -v told_client)" hardened
case $? in
0) [ "$(grep -c '^N [0-9]* b[0-9]*$' hardened)" -eq 2000 ] || fail "in hardened memory calls are missing" ;;
77) ;; # the kernel knows no such thing
*) fail "a program with hardened memory does not run" ;;
esac

# What a program without the shim has in the shim's place is left alone, also when calls are to be told no longer.
wants 0 filemon --backend shim -o in-the-place -- in_the_place
