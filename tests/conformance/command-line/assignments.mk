# All operators on the command line.
# flags: A=1 B+=2 C?=3 D:=x D2!='echo y' 'E=a b'
all:
	@echo ${A} ${B} ${C} ${D} ${D2} '${E}'
