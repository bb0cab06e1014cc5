# Conditionals and expressions nested deeply.
# oracle: bmake
.if 1
.if 1
.if 1
.if 1
.if 1
.if 1
.if 1
.if 1
.if 1
.if 1
DEEP=	yes
.endif
.endif
.endif
.endif
.endif
.endif
.endif
.endif
.endif
.endif
V=	a
all:
	@echo ${DEEP} ${${${${${V:L}:L}:L}:L}:L} ${V:S,a,${V:S,a,${V:S,a,${V:S,a,b,},},},}
