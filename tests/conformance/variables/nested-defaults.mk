# Defaults of defaults, as makefile libraries write them.
# oracle: bmake
PREFIX?=	/usr
BINDIR?=	${PREFIX}/bin
USER_BINDIR=	${LOCAL_BINDIR:U${SITE_BINDIR:U${BINDIR}}}
OPT=	${WITHOUT_X:Dno:U${WITH_X:Dyes:Umaybe}}
all:
	@echo ${USER_BINDIR} ${OPT} ${DESTDIR}${BINDIR:S,^/,,}
