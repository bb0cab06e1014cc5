# Local before command line before makefile before environment.
# oracle: bmake
# env: V=env W=env
# flags: V=cmd
V=	file
all:
	@echo ${V} ${W} ${.TARGET} '${TARGET:Unone}'
