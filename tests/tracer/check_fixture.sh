#!/bin/bash
# check_fixture.sh FILEMON BACKEND PROGRAM EXPECTED WORKDIR [OPTION...]
# Runs PROGRAM under watch in an empty WORKDIR and compares its normalised records with EXPECTED. The program checks by
# itself that every call gave what it would give untraced, and says so by its exit status 0 (77: cannot run here).
set -u
filemon=$1 backend=$2 program=$3 expected=$4 work=$5
shift 5
here=$(dirname "$0")
# A back end that must say something else by its nature has a file of its own.
[ ! -f "${expected%.exp}.$backend.exp" ] || expected=${expected%.exp}.$backend.exp
"$filemon" --backend "$backend" -o /dev/null -- true 2>/dev/null || exit 77
rm -rf "$work" && mkdir -p "$work" && cd "$work" || exit 1

"$filemon" --backend "$backend" -o ../"${work##*/}.filemon" "$@" -- "$program" >output 2>&1
status=$?
if [ $status -ne 0 ]; then
  cat output
  [ $status -eq 77 ] || echo "exit status $status"
  exit $status
fi
records=../${work##*/}.filemon
bash "$here/check_section.sh" "$records" || exit 1
bash "$here/normalise.sh" "$work" "$program" <"$records" >../"${work##*/}.got"
if read -r first <"$expected" && [ "$first" = "# in any order" ]; then
  diff -u <(tail -n +2 "$expected" | sort) <(sort ../"${work##*/}.got")
else
  diff -u "$expected" ../"${work##*/}.got"
fi
