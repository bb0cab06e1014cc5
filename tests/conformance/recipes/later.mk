# Commands after ... are kept for the end.
# oracle: bmake
all: a
	@echo all
a:
	@echo now
	...
	@echo later for ${.TARGET}
