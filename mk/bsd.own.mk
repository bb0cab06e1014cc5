# bsd.own.mk - where things are installed, by whom and with which modes.
#
# Honours: prefix (default /usr), DESTDIR, BINDIR LIBDIR SHLIBDIR INCLUDEDIR INCSDIR MANDIR SHAREDIR
# FILESDIR SCRIPTSDIR TESTSDIR, xOWN xGRP xMODE for x in BIN LIB SHARE MAN, INSTALL_AS_USER.
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

.if ${.MAKE.UID:U1} == 0 && !defined(INSTALL_AS_USER)
.for x in BIN LIB SHARE MAN
${x}OWN ?= root
${x}GRP ?= ${ROOT_GROUP}
_${x}_OWN ?= -o ${${x}OWN} -g ${${x}GRP}
.endfor
.endif

STRIP_FLAG ?= ${DEBUG_FLAGS:D:U-s}
.endif
