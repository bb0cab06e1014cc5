# A path with an equals sign is a source as any other, wherever in the line it comes to stand.
# oracle: bmake
D = /dir=1/a /dir=1/b ./x=y/c
all: first ${D}
first ${D}:
	@echo ${.TARGET}
