# bsd.own.mk - where things are installed, by whom and with which modes.
#
# Honours: prefix (default /usr), DESTDIR, BINDIR LIBDIR SHLIBDIR INCLUDEDIR INCSDIR MANDIR SHAREDIR
# FILESDIR SCRIPTSDIR TESTSDIR, xOWN xGRP xMODE for x in BIN LIB SHARE MAN, INSTALL_AS_USER.
# STRIP: the flag that makes install(1) strip a program; empty to leave it as it is.
# Owner and group are given to install(1) only by root and without INSTALL_AS_USER.

.if !defined(BINMODE)
prefix ?= /usr
BINDIR ?= ${prefix}/bin
LIBDIR ?= ${prefix}/lib
SHLIBDIR ?= ${LIBDIR}
INCLUDEDIR ?= ${prefix}/include
INCSDIR ?= ${INCLUDEDIR}
SHAREDIR ?= ${prefix}/share
MANDIR ?= ${SHAREDIR}/man/man
FILESDIR ?= ${BINDIR}
SCRIPTSDIR ?= ${BINDIR}
TESTSDIR ?= ${prefix}/tests

ROOT_GROUP ?= root
BINMODE ?= 755
NOBINMODE ?= 644
DIRMODE ?= 755
LIBMODE ?= ${NOBINMODE}
SHLIBMODE ?= ${LIBMODE}
SHAREMODE ?= ${NOBINMODE}
MANMODE ?= ${NOBINMODE}

.for x in BIN LIB SHARE MAN
${x}OWN ?= root
${x}GRP ?= ${ROOT_GROUP}
_${x}_OWN = ${_GIVE_OWNER:D-o ${${x}OWN} -g ${${x}GRP}}
.endfor
.if ${.MAKE.UID:U1} == 0 && !defined(INSTALL_AS_USER)
_GIVE_OWNER = yes
.endif

STRIP ?= ${DEBUG_FLAGS:D:U-s}
MK_MAN ?= ${WITHOUT_MAN:Dno:U${NO_MAN:Dno:Uyes}}
.endif
