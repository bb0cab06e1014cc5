# .PARSEFILE and .PARSEDIR follow .include; .INCLUDEDFROM* name the includer.
# oracle: bmake
# setup: echo 'IN:=${.PARSEFILE} from ${.INCLUDEDFROMFILE}' > inner.mk
BEFORE:=	${.PARSEFILE}
.include "${.CURDIR}/inner.mk"
AFTER:=		${.PARSEFILE}
all:
	@echo ${BEFORE} / ${IN} / ${AFTER} / ${.INCLUDEDFROMFILE:Unone}
