#!/bin/bash
# check_section.sh FILE: what readers of filemon records insist on: words per letter, each E has its X, the end mark.
LC_ALL=C awk '
  function bad(why) { print FILENAME ":" NR ": " why ": " $0; failed = 1 }
  NR == 1 && $0 != "# filemon version 5" { bad("no version line") }
  { last = $0 }
  /^V / { started = 1; next }
  /^#/ { next }
  !started { bad("record before V"); next }
  $2 !~ /^[0-9]+$/ { bad("no process id") }
  /^[CDEGKNRSW] / && NF < 3 { bad("too few words") }
  /^[LM] / && $0 !~ /^[LM] [0-9]+ \047.*\047 \047.*\047$/ { bad("not two quoted paths") }
  /^F / && NF != 3 { bad("not three words") }
  /^X / && NF != 4 { bad("not four words") }
  /^E / { running[$2] = 1 }
  /^X / { delete running[$2]; if (++ends[$2] > 1) bad("second end") }
  $1 !~ /^[CDEFGKLMNQRSWX]$/ { bad("unknown letter") }
  END {
    for (pid in running) { print FILENAME ": no X for process " pid; failed = 1 }
    if (last != "# Bye bye") { print FILENAME ": no end mark"; failed = 1 }
    exit failed
  }' "$1"
