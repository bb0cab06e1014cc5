# A cycle is reported, not followed for ever.
all: a
a: b
	@echo a
b: c
	@echo b
c: a
	@echo c
