# A makefile that does not exist.
# flags: -f none.mk
all:
