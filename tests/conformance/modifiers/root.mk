# Words without a suffix, with several, and dot files under :R and :E.
# oracle: bmake
P=	archive.tar.gz Makefile .profile dir.x/plain a. ..
all:
	@echo '${P:R}' / '${P:E}' / '${P:R:R}' / '${P:T:R}'
