# .ifdef .ifndef .ifmake .ifnmake and their .elif kin, with operators.
# oracle: bmake
# flags: all
A=	1
.ifdef A && !B
.info ifdef
.endif
.ifndef A
.info wrong
.elifdef A
.info elifdef
.endif
.ifmake other
.info wrong
.elifmake all || other
.info elifmake
.endif
.ifnmake other
.info ifnmake
.endif
.ifndef B || A
.info ifndef
.endif
all: .PHONY
