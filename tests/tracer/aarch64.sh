#!/bin/bash
# aarch64.sh SOURCEDIR: the tracer compiles for the other machine it knows. Needs clang++ and that machine's C and C++ headers
# (Debian: libc6-dev-arm64-cross and libstdc++-12-dev-arm64-cross), here or where METAMAKE_AARCH64_HEADERS says.
headers=${METAMAKE_AARCH64_HEADERS:-/usr/aarch64-linux-gnu/include}
cxx=$(ls -d "$headers"/c++/* 2>/dev/null | tail -1)
command -v clang++ >/dev/null && [ -n "$cxx" ] || { echo "SKIPPED: no clang++ or no headers"; exit 77; }
cd "$1" || exit 1
status=0
# The files that name machines or their system calls; the others know neither.
for source in $(grep -lE 'SYS_|__NR_|__x86_64__|__aarch64__|NT_PRSTATUS' tracer/*.cpp); do
  # What has no machine in it (fmt, libseccomp) is this machine's.
  clang++ --target=aarch64-linux-gnu -std=c++20 -Wall -Wextra -Werror -fsyntax-only -nostdinc++ \
    -isystem "$cxx" -isystem "$cxx/aarch64-linux-gnu" -isystem "$headers" -idirafter /usr/include -I. -Iengine "$source" || status=1
done
exit $status
