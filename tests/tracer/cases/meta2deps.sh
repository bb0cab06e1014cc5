# mk's own reader of records accepts ours, and finds the directory that was read.
. "$CASES/common.inc"
reader=/usr/share/bmake/mk-bmake/meta2deps.py
[ -f $reader ] && command -v python3 >/dev/null || skip "no meta2deps.py here"
mkdir -p src/lib src/prog obj/src/prog
echo 'int lib(void);' >src/lib/lib.h
printf '#include "../lib/lib.h"\nint main(void) { return 0; }\n' >src/prog/main.c
for backend in ptrace shim notify; do
  has $backend || continue
  meta=obj/src/prog/main.o.meta
  { echo "# Meta data file $PWD/$meta"; echo "CMD cc -c main.c"; echo "CWD $PWD/obj/src/prog"
    echo "TARGET main.o"; echo "-- command output --"; echo; echo "-- filemon acquired metadata --"; } >$meta
  (cd obj/src/prog && filemon --backend $backend -o record -- gcc -c "$CASEDIR/src/prog/main.c") || fail "compile"
  cat obj/src/prog/record >>$meta
  python3 $reader -S "$PWD/src" -O "$PWD/obj" -C "$PWD/src/prog" -R prog -m host -H host $meta >found 2>err || fail "$(cat err)"
  ! [ -s err ] || fail "$(cat err)"
  grep -qx 'src:lib' found || fail "$backend: $(cat found)"
done
