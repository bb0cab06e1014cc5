# .export gives recipes what a variable holds when they run; .export-literal and .export-env differ.
# oracle: bmake
# env: FROM_ENV=inherited
A=	early
B=	$$literal ${A}
E=	at once ${A}
.export A
.export-literal B
.export-env E
A=	late
E=	changed later
all:
	@env | grep -E '^(A|B|E|FROM_ENV)=' | sort
