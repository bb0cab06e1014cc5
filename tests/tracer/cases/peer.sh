# The same files as strace sees, of programs people use: what is read, written, removed, executed and looked for in vain.
. "$CASES/common.inc"
command -v strace >/dev/null || skip "no strace here"
strace -o trace true || skip "strace cannot trace here"
# Directories give no record until they are listed; /proc and /dev are other files for everybody, and so are temporary files.
normalise() {
  grep -v -e /tmp/ -e '^/proc' -e '^/dev' -e '/$' | while read -r path; do [ -d "$path" ] || echo "$path"; done | sort -u
}
resolved() { # a name below a descriptor is recorded as that directory's
  sed -e 's/^[0-9]* *//' -e 's/AT_FDCWD<[^>]*>/AT_FDCWD/' -e 's/(\([0-9]*\)<\([^>]*\)>, "\([^"/][^"]*\)"/(AT_FDCWD, "\2\/\3"/' trace
}
calls=open,openat,stat,lstat,newfstatat,statx,access,faccessat,faccessat2,execve,chdir,unlink,unlinkat,rmdir,mkdir,truncate
named='[a-z0-9]*(\(AT_FDCWD, \)\{0,1\}"\([^"]*\)"' # a call and the name it is given
strace_saw() {
  case $1 in
  R) resolved | sed -n "s/^open\(at\)\{0,1\}(AT_FDCWD, \"\([^\"]*\)\", .*O_RD\(ONLY\|WR\).* = [0-9].*/\2/p" ;;
  W) resolved | sed -n "s/^open\(at\)\{0,1\}(AT_FDCWD, \"\([^\"]*\)\", .*O_\(WRONLY\|RDWR\|CREAT\).* = [0-9].*/\2/p" ;;
  D) resolved | sed -n "/^\(unlink\|rmdir\)/s/^$named.* = 0\$/\2/p" ;;
  E) resolved | sed -n "/^execve/s/^$named.* = 0\$/\2/p" ;;
  N) resolved | grep -v '""' | sed -n "s/^$named.* = -1 ENOENT.*/\2/p" ;;
  esac
}
scene() { # $1: the program it is for
  rm -rf scene && mkdir -p scene/d && cd scene || exit 1
  printf '#include <stdio.h>\nint main(void) { return 0; }\n' >a.c
  printf 'all: b c\nb c:\n\tcat Makefile >$@; mkdir -p d/$@; cp $@ d/$@/x\n' >Makefile
  printf 'rule copy\n command = cp $in $out\nbuild b: copy a.c\nbuild c: copy b\n' >build.ninja
  echo 1 >d/1
  [ "$1" != git ] || git init -q .
}
same() {
  command -v "$1" >/dev/null || return 0
  scene "$1"
  strace -f -y -qq -e trace=$calls -o ../trace "$@" >/dev/null 2>&1 </dev/null
  local status=$? backend letter missed
  cd ..
  for backend in ptrace shim notify; do
    has $backend || continue
    scene "$1"
    wants $status filemon --backend $backend -o ../r -- "$@" >/dev/null 2>&1 </dev/null
    cd ..
    check_section r
    for letter in R W D E N; do
      missed=$(cd scene && comm -23 <(cd .. && strace_saw $letter | (cd scene && normalise)) \
        <(sed -n "s/^$letter [0-9]* //p" ../r | normalise))
      [ -z "$missed" ] || fail "$*: $backend: only strace saw $letter $missed"
    done
  done
}
same gcc -c a.c
same gcc -pipe -o a a.c
same sh -c 'for f in *; do [ -e no-$f ] || cat $f >$f.out; done; cd d; . ./none; rm -f 1; (cd /; exec cat etc/none)'
same make -j2
same ninja
same tar czf d.tgz d
same sh -c 'tar cf d.tar d && rm -r d && tar xf d.tar'
same find . -name '*.c' -newer Makefile
same perl -MPOSIX -e 'open F, ">x"; close F; rename "x", "y"; symlink "y", "z"; unlink "z"; mkdir "q"; rmdir "q"; system "cat y no"'
same python3 -c 'import json, os, subprocess; subprocess.run(["cat", "a.c"]); os.makedirs("p/q"); os.removedirs("p/q")'
same dpkg-query -S /bin/sh
same cmake -E copy_directory d e
same git status
