# Exactly one arm is read, and what is skipped may hold anything that nests properly.
# oracle: bmake
.for n in 1 2 3 4
.  if $n == 1
.    info one
.  elif $n == 2
.    info two
.  elif $n == 3
.    if 1
.      info three
.    else
.      info wrong
.    endif
.  else
.    info other
.  endif
.endfor
.if 0
.  if this is ( not even a condition
.  endif
.  nonsense
.else
.info skipped text is not read
.endif
all:
