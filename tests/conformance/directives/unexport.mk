# .unexport takes a variable back; .unexport-env empties the environment.
# env: HIDE=me
A=	a
B=	b
.export A B
.unexport A
.export HIDE
.unexport HIDE
all:
	@env | grep -E '^(A|B|HIDE)=' | sort; echo "exported: ${.MAKE.EXPORTED}"
