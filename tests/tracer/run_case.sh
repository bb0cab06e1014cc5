#!/bin/bash
# run_case.sh CASE BINDIR PROGRAMDIR: runs one case in an empty directory below BINDIR.
CASES=$(dirname "$1") FIXTURES=$2/fixtures
CASEDIR=$2/work/case.$(basename "$1" .sh)
export CASES CASEDIR FIXTURES PATH="$3:$2/helpers:$PATH"
rm -rf "$CASEDIR" && mkdir -p "$CASEDIR" && cd "$CASEDIR" && exec bash "$1"
