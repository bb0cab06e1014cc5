#!/bin/bash
# normalise.sh WORKDIR PROGRAM <section: records with what differs between runs taken out. Process ids become P1, P2 ... in
# order of appearance, the records of each process stand together (order is promised within a process only), the C
# library's own files are dropped.
work=$1 program=$2
LC_ALL=C sed -e "s#$program#PROGRAM#g" -e "s#$work#WORK#g" -e "s#/dev/pts/[0-9]*#/dev/pts/N#" |
  LC_ALL=C awk '
    function name(pid) { if (!(pid in names)) { names[pid] = "P" (++count) } return names[pid] }
    /^# filemon version/ || /^# (Target|Start|Stop|Bye)/ || /^V / { next }
    /^# Left behind/ { sub(/process [0-9]+/, "process " name($5)) }
    /^# / { gsub(/process [0-9]+ /, "process PID "); notes = notes $0 "\n"; next }
    $1 ~ /^[RNS]$/ && $3 ~ /^(\/usr)?\/lib|^\/etc\/ld\.so|^\/usr\/share\/locale|^\/proc\/(sys|self\/(maps|auxv))/ { next }
    {
      pid = $2
      who = name(pid)
      line = substr($0, length($1) + length($2) + 3)
      if ($1 == "F") line = name($3)
      gsub(/process [0-9]+/, "process PID", line)
      text[who] = text[who] $1 " " who " " line "\n"
    }
    END { for (i = 1; i <= count; ++i) printf "%s", text["P" i]; printf "%s", notes }'
