# A member is out of date when the object is newer; the archive's table is read.
# setup: echo 1 > a.o; echo 2 > b.o; ar cr lib.a a.o b.o; touch -t 200001010000 a.o b.o
all: lib.a(a.o) lib.a(b.o) lib.a(c.o)
	@echo done
lib.a(c.o): .PHONY
	@echo c.o is to be made: ${.MEMBER}
lib.a(a.o) lib.a(b.o):
	@echo not reached
