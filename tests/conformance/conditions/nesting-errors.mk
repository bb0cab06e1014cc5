# Unbalanced conditionals are errors; a second .else is only warned about.
.if 1
.else
.else
.endif
.endif
.else
.elif 1
all:
