# <name> is a system makefile: one of the same name in the current directory counts only if there is no such.
# setup: mkdir system; echo '.info system' > system/both.mk; echo '.info current' > both.mk; echo '.info mine' > mine.mk
# env: MAKESYSPATH=system
.include <both.mk>
.include "both.mk"
.include <mine.mk>
.-include <neither.mk>
all:
