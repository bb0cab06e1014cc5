# bsd.own.mk - where things are installed, by whom and with which modes.
#
# Honours: prefix (default /usr), DESTDIR, BINDIR LIBDIR SHLIBDIR INCLUDEDIR INCSDIR MANDIR SHAREDIR
# FILESDIR SCRIPTSDIR TESTSDIR, xOWN xGRP xMODE for x in BIN LIB SHARE MAN, INSTALL_AS_USER.
# STRIP: the flag that makes install(1) strip a program; empty to leave it as it is.
# Included by a Makefile itself it brings bsd.opts.mk along.
# Owner and group are given to install(1) only by root and without INSTALL_AS_USER.

.if !target(__bsd.own.mk__)
__bsd.own.mk__: .NOTMAIN .PHONY
# a makefile that reads this itself, before anything else, wants the options
.if !target(__bsd.init.mk__)
.include <bsd.opts.mk>
.endif
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
TESTSBASE ?= ${prefix}/tests
# (the directory of the tests itself, often called tests, is left out)
TESTSDIR ?= ${TESTSBASE}${RELDIR:U:H:N.:@d@/$d@}

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
