# The demo's eight observations, one function each. A step says in one line what it shows, does it, and fails if what
# happened is not what was said: the demo and its end-to-end test run the same code.
# Expects: MMK META (programs), demo_mk (googletest.mk), work (an empty directory in the build tree), CXX.
# shellcheck shell=sh disable=SC2154,SC2012

say() { printf '\n== %s\n' "$*"; }
give_up() {
  printf '\nNOT AS CLAIMED: %s\n' "$*" >&2
  sed 's/^/  | /' "$work/log" >&2
  exit 1
}

set_up() {
  mkdir -p "$work/obj" "$work/overlay"
  cp -R /usr/src/googletest/googletest /usr/src/googletest/googlemock "$work"
  sample_flag=
  digest=yes
  jobs=$(nproc)
}

# build: run mmk in the copied project; what it made, sorted, goes to $made.
build() {
  status=0
  (cd "$work" && MAKEOBJDIR="$work/obj" "$MMK" -f "$demo_mk" -j "$jobs" CXX="$CXX" OVERLAY="$work/overlay" \
    DIGEST="$digest" CXXFLAGS.sample1.o="$sample_flag") >"$work/log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || give_up "the build fails with status $status"
  made=$(sed -n 's,^Building .*/,,p' "$work/log" | sort | tr '\n' ' ')
}
made_is() {
  expected=$(printf '%s\n' "$@" | sort | tr '\n' ' ')
  [ "$made" = "$expected" ] || give_up "made: ${made:-nothing}; expected: $expected"
  echo "   made: $made"
}
made_nothing() {
  [ -z "$made" ] || give_up "made: $made; expected nothing"
  echo "   made: nothing"
}

# readers HEADER: the objects whose source includes HEADER, by the compiler's own word (not by any .meta file).
readers() {
  for source in "$work"/googletest/src/*.cc "$work"/googlemock/src/*.cc "$work"/googletest/samples/sample1*.cc; do
    object=$(basename "$source" .cc).o
    [ -e "$work/obj/$object" ] || continue
    "$CXX" -std=c++14 -M -I"$work/overlay" -I"$work/googletest/include" -I"$work/googletest" \
      -I"$work/googlemock/include" -I"$work/googlemock" "$source" | tr ' ' '\n' | grep -q "/$1\$" && echo "$object"
  done
  return 0
}

step_first_build() {
  say "1. First build: $(grep -c . "$demo_mk") lines of makefile, no header listed; every compile is watched."
  build
  objects=$(cd "$work/obj" && ls ./*.o | wc -l)
  [ "$objects" -eq 17 ] || give_up "$objects objects, expected 17"
  "$work/obj/sample1_unittest" >"$work/log" 2>&1 || give_up "the program that was built fails"
  echo "   made: $(echo "$made" | wc -w) targets; sample1_unittest runs: $(tail -n 1 "$work/log")"
}

step_nothing_to_do() {
  say "2. Build again: nothing changed, so no command runs."
  build
  made_nothing
}

step_deep_header() {
  header=gmock/internal/gmock-pp.h
  file=$work/googlemock/include/$header
  say "3. A deep header, $header: touched, then changed; exactly the objects that read it are rebuilt."
  wanted=$(readers $header)
  touch "$file"
  build
  echo "   touched only (content digests on):"
  made_nothing
  cp -Rp "$work/obj" "$work/obj.aside"
  digest=no
  build
  echo "   the same touch judged by time stamps alone, as bmake does:"
  # shellcheck disable=SC2086  # one word per object
  made_is $wanted libgmock.a
  rm -r "$work/obj"
  mv "$work/obj.aside" "$work/obj"
  digest=yes
  echo '#define METAMAKE_DEMO 1' >>"$file"
  build
  echo "   changed (digests on again; the objects come out the same, so the archive is left alone):"
  # shellcheck disable=SC2086
  made_is $wanted
  [ "$made" != "$(cd "$work/obj" && ls -- *.o | tr '\n' ' ')" ] || give_up "every object was rebuilt"
}

step_changed_flag() {
  say "4. A compiler flag of one object changes: rebuilt because its *command* differs from the recorded one."
  sample_flag=-DDEMO_FLAG
  build
  made_is sample1.o
}

step_deleted_output() {
  say "5. An output is deleted: it is made again, and nothing else (its bytes are the same as before)."
  rm "$work/obj/gtest-port.o"
  build
  made_is gtest-port.o
}

step_shadowing_header() {
  header=gmock/internal/gmock-pp.h
  say "6. A new $header earlier on the include path: a path formerly *not found* now exists."
  wanted=$(readers $header)
  mkdir -p "$work/overlay/gmock/internal"
  { cat "$work/googlemock/include/$header"; echo '#define METAMAKE_DEMO_SHADOW 1'; } >"$work/overlay/$header"
  build
  # shellcheck disable=SC2086
  made_is $wanted
  build
  echo "   and again:"
  made_nothing
}

step_meta_file() {
  meta_file=$work/obj/sample1.o.meta
  say "7. The .meta file of one object: its command, its output, and what its processes did."
  for part in '^CMD ' '^CWD ' '^TARGET ' '^-- filemon acquired' '^V 5' '^E ' '^R ' '^N ' '^W ' '^# Bye bye'; do
    grep -Eq -- "$part" "$meta_file" || give_up "$meta_file lacks a line $part"
  done
  grep -E '^(#|CMD|CWD|TARGET|--|V)' "$meta_file" | sed 's/^/   /'
  grep -E '^[EW] |/sample1\.h$' "$meta_file" | sed 's/^/   /'
  echo "   $(grep -c '^R ' "$meta_file") files read, $(grep -c '^N ' "$meta_file") paths looked up in vain"
}

step_why() {
  say "8. meta why: the reason for a rebuild, after the fact."
  (cd "$work/obj" && "$META" why sample1.o) >"$work/log" 2>&1 || [ $? -eq 1 ] || give_up "meta why fails"
  grep -q 'DEMO_FLAG' "$work/log" || give_up "meta why does not name the flag that changed"
  sed 's/^/   /' "$work/log"
}

all_steps() {
  set_up
  step_first_build
  step_nothing_to_do
  step_deep_header
  step_changed_flag
  step_deleted_output
  step_shadowing_header
  step_meta_file
  step_why
}
