# :? picks by a condition; its arms may hold anything balanced.
# oracle: bmake
A=	yes
N=	5
all:
	@echo '${A:?set:unset}' '${U:?set:unset}' '${defined(A):?def:undef}' '${${N} > 3:?big:small}' '${"${A}" == "yes":?${A:tu}:${A}}'
	@echo '${1:?one:zero}' '${0:?one:zero}' '${empty(U):?e:n}' '${${N} >= 5 && defined(A):?both:not both}' '<${1:?:x}>'
