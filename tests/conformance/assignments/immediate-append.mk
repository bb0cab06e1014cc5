# A variable that refers to itself is fine with :=, which reads the old value first.
# oracle: bmake
LIST=	b
LIST:=	a ${LIST} c
LIST:=	${LIST} d
all:
	@echo ${LIST}
