# The same grammar serves the ?: modifier, at any depth.
# oracle: bmake
V=	8
A=	${${V} > 5 && ${V} < 10:?between:outside}
B=	${!empty(NONE) || ${V} == 8:?${A}:no}
all:
	@echo ${A} ${B} ${${A} == "between" && defined(V):?${"${B}" != "":?deep:flat}:no}
