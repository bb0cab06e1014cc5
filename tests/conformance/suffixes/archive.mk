# A member is out of date when its source is newer than the archive's table says.
# oracle: bmake
# setup: echo 1 > a.o; echo 2 > b.o; ar crU lib.a a.o b.o; touch -d '+1 hour' b.o
all: lib.a(a.o) lib.a(b.o)
	@echo done
lib.a(a.o): a.o
	@echo not reached
lib.a(b.o): b.o
	@echo ${.OODATE} is newer than member ${.MEMBER} of ${.ARCHIVE}
