# $$ is the shell's dollar; a variable whose value has one as well.
# oracle: bmake
V=	$$HOME_OF_NOBODY
all:
	@x=shell; echo $$x $${x} "<${V}>" $$(echo sub)
