# One or several variables; words in quotes stay together; the values are put in as text.
# oracle: bmake
.for a in x "y z" ''
.  info a=<$a>
.endfor
.for key value in k1 v1 k2 v2
V.${key}:=	${value}
.endfor
.for a in 1 2
.  for b in x y
N+=	$a$b
.  endfor
.endfor
.for none in
.  error not reached
.endfor
.for f in ${:Ua b:@w@$w.c@}
T+=	${f:R}
.endfor
all:
	@echo ${V.k1} ${V.k2} '${N}' '${T}'
