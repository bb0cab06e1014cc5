# .break leaves the innermost loop at once.
.for i in 1 2 3 4
.  for j in a b c
.    if $j == "b"
.      break
.    endif
.    info $i$j
.  endfor
.  if $i == 3
.    break
.  endif
.endfor
all:
