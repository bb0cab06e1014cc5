# A target without commands and sources is taken as made.
# oracle: bmake
all: header.h
	@echo all: ${.OODATE}
header.h:
