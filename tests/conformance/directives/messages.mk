# .info and .warning name the place; the text is expanded.
# oracle: bmake
V=	value
.info info with ${V}
.warning warning with ${V:tu}
.for i in 1 2
.  info loop $i
.endfor
all:
	@echo recipe
