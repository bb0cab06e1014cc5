# A source that nobody can make is an error, which says who needed it.
all: there
	@echo not reached
there: nowhere.c
	@echo not reached
