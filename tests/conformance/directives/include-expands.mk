# The name is expanded; so is the bracketed kind.
# oracle: bmake
# setup: mkdir -p d; echo 'GOT+=${:Ux}' > d/x.mk; echo 'GOT+=y' > d/y.mk
NAME=	x
.include "${.CURDIR}/d/${NAME}.mk"
.for n in y
.include "${.CURDIR}/d/$n.mk"
.endfor
all:
	@echo ${GOT}
