# A missing file is an error, unless one of the forgiving spellings is used.
.-include "none.mk"
.sinclude "none.mk"
.include "none.mk"
all:
	@echo not reached
