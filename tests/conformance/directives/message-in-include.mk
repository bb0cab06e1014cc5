# Messages of included files name the file and who included it.
# setup: echo '.warning deep' > deep.mk; echo '.include "deep.mk"' > middle.mk
.include "${.CURDIR}/middle.mk"
all:
