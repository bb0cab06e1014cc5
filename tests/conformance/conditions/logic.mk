# ! binds closest, then &&, then ||; parentheses group; the rest is not evaluated once the answer is known.
# oracle: bmake
T=	1
F=	0
.if ${F} && ${F} || ${T}
.info (f and f) or t
.endif
.if ${F} && (${F} || ${T})
.info wrong
.else
.info f and (f or t)
.endif
.if !${F} && !(${T} && ${F})
.info not f and not (t and f)
.endif
.if defined(UNSET) && ${UNSET} > 5
.info wrong
.elif !defined(UNSET) || ${UNSET} > 5
.info short circuit
.endif
all:
