# Values with dollars, braces, backslashes and colons go through loops unharmed.
.for v in a$$b {c} d:e f\g (h) "q q" $$$$
.  info <${v}> <${v:S,a,A,}>
.endfor
.for v in a$$b {c} d:e
V+=	${v}
.endfor
all:
	@printf '%s\n' ${V:Q}
