# Whatever happens to the preloaded library, no call escapes the record.
. "$CASES/common.inc"
needs shim
for what in burst fork threads unloaded closed; do
  for backend in ptrace shim; do
    wants 0 filemon --backend $backend -o $what.$backend -- told_client $what
    check_section $what.$backend
    grep '^[A-Z] ' $what.$backend | grep -v -e '^[FX]' -e '/proc/' -e libmmk_shim | cut -d ' ' -f 1,3- | sort >$what.$backend.sorted
  done
  cmp $what.ptrace.sorted $what.shim.sorted || fail "$what: the records differ"
done
[ "$(grep -c '^N [0-9]* b[0-9]*$' burst.shim)" -eq 2000 ] || fail "burst: calls are missing"
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

# Not to be loaded, or lied to.
library=$(dirname "$(command -v filemon)")/../lib/mmk/libmmk_shim.so
[ -f "$library" ] || library=$(find "$(dirname "$(command -v filemon)")/.." -name libmmk_shim.so | head -1)
for lie in LD_PRELOAD=/no/such/library.so "LD_PRELOAD=$library" LD_BIND_NOW=1 LD_LIBRARY_PATH=/nowhere; do
  for page in '' 'METAMAKE_SHIM=' 'METAMAKE_SHIM=200000000000 /no/such/ring' 'METAMAKE_SHIM=1234 x' \
    "METAMAKE_SHIM=200000000000 $PWD/ring"; do
    head -c 270000 /dev/zero >ring
    wants 0 env "$lie" ${page:+"$page"} filemon --backend shim -o lied -- told_client burst 2>/dev/null
    check_section lied
    [ "$(grep -c '^N [0-9]* b[0-9]*$' lied)" -eq 2000 ] || fail "$lie $page: calls are missing"
  done
done
wants 0 filemon --backend shim -o cleared -- env -i "$(command -v told_client)" burst
[ "$(grep -c '^N [0-9]* b[0-9]*$' cleared)" -eq 2000 ] || fail "with a cleared environment calls are missing"

# Without the library there is no such back end.
mkdir -p elsewhere/bin
cp "$(command -v filemon)" elsewhere/bin/
wants 126 elsewhere/bin/filemon --backend shim -o r -- true 2>err
grep -q 'libmmk_shim.so' err || fail "the reason is not given: $(cat err)"
