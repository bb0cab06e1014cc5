# srctop.mk - finds the top of the source tree.
#
# A tree is a directory with mk/local.sys.env.mk (or share/mk/local.sys.env.mk), possibly empty: the
# place for the tree's settings. The nearest such directory at or above .CURDIR is SRCTOP, its mk
# directory joins the system path, and the hooks in it are found by name from then on.
#
# Honours SRCTOP if set; exports it, so that the makes below need not look.

.if !defined(SRCTOP)
_up := ${.CURDIR}
# as many steps as the path has members; each is one or two look-ups
.for _i in ${.CURDIR:S,/, ,g}
.if !defined(SRCTOP)
.if exists(${_up}/mk/local.sys.env.mk) || exists(${_up}/share/mk/local.sys.env.mk)
SRCTOP := ${_up}
.export SRCTOP
.else
_up := ${_up:H}
.endif
.endif
.endfor
.endif

# (an older make is told by MAKESYSPATH or -m instead)
.if !empty(SRCTOP) && ${MAKE_VERSION:U0} >= 20220924
.for _d in ${SRCTOP}/mk ${SRCTOP}/share/mk
.if exists(${_d}/local.sys.env.mk)
.SYSPATH: ${_d}
.endif
.endfor
.endif
