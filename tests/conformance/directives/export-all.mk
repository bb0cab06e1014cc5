# .export without names exports everything; a dot in front keeps a name private.
A=	exported
.private=	kept
.export
all:
	@env | grep -E '^(A|.private)='
