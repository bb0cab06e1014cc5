# lib(member) names a member of an archive.
all: lib.a(one.o) lib.a(two.o three.o)
	@echo '${.ALLSRC}'
lib.a(one.o) lib.a(two.o three.o): .PHONY
	@echo member ${.MEMBER} of ${.ARCHIVE}
