# -n under -j.
# flags: -j2 -n
all: a
	echo all
a:
	@echo a
	+@echo runs
