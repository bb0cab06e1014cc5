# The number of words has to be a multiple of the number of variables.
.for a b in 1 2 3
.endfor
all:
