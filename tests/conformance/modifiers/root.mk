# Words without a suffix and with several under :R and :E.
# oracle: bmake
P=	archive.tar.gz Makefile dir.x/plain x/y.z
all:
	@echo '${P:R}' / '${P:E}' / '${P:R:R}' / '${P:T:R}'
