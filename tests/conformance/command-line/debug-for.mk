# -df shows loops.
# flags: -df
.for i in a b
X+= $i
.endfor
all:
