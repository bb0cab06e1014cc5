# A loop without its end.
.for a in 1 2
.  info $a
all:
