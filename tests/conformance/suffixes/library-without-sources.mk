# A library (.LIBS) that does not exist is made whatever its members say; one with :: and no sources, always.
# oracle: bmake
# setup: echo > libold.a; echo > libsame.a
.SUFFIXES: .o .a
.LIBS: .a
all: libnew.a libold.a libsame.a
libnew.a: libnew.a(none.o)
	@echo ${.TARGET} from ${.ALLSRC}
libold.a::
	@echo ${.TARGET} always
libsame.a:
	@echo never
