#!/bin/bash
# run_case.sh CASE BINDIR PROGRAMDIR: runs one case in an empty directory below BINDIR.
CASES=$(dirname "$1") FIXTURES=$2/fixtures
export CASES FIXTURES PATH="$3:$2/helpers:$PATH"
work=$2/work/case.$(basename "$1" .sh)
rm -rf "$work" && mkdir -p "$work" && cd "$work" && exec bash "$1"
