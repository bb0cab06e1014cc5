# dirdeps.mk - builds the directories a directory needs, each after those it needs itself.
#
# Included at the end of every Makefile.depend, so many times by one make. At level 0 it turns
#   DIRDEPS            directories relative to SRCTOP, each optionally qualified: lib/foo.host
# into a graph of targets /src/lib/foo.MACHINE and reads the Makefile.depend of each in turn
# (dirdeps-graph.mk). Deeper makes each build one directory; for them this is nearly nothing.
#
#   mmk -f dirdeps.mk lib/foo.x86_64    builds that directory from anywhere in the tree
#
# Honours BUILD_AT_LEVEL0, NO_DIRDEPS, NO_DIRDEPS_BELOW, ONLY_/NOT_ lists, filters and more: see
# dirdeps-graph.mk. Targets bootstrap, bootstrap-this, bootstrap-recurse, bootstrap-empty: see
# dirdeps-bootstrap.mk.

.if !target(bootstrap) && make(bootstrap*)
.include <dirdeps-bootstrap.mk>
.elif !make(bootstrap*)
_DIRDEP_USE_LEVEL ?= 0
.if ${.MAKE.LEVEL} == ${_DIRDEP_USE_LEVEL}
.if !target(_DIRDEP_USE) && ${MAKEFILE:T} == ${.PARSEFILE} && empty(DIRDEPS) && ${.TARGETS:Nall:M*/*} != ""
all: dirdeps
${.TARGETS:Nall}: all
DIRDEPS := ${.TARGETS:M*/*}
DEP_RELDIR := ${DIRDEPS:[1]:R}
BUILD_AT_LEVEL0 = no
MK_DIRDEPS_CACHE = no
_dirdeps_direct = yes
.endif
_dirdeps_from := ${.INCLUDEDFROMFILE:U:M${.MAKE.DEPENDFILE_PREFIX:UMakefile.depend}*}
.include <dirdeps-graph.mk>
.elif ${.MAKE.LEVEL} > 42
.error ${RELDIR}: makes are nested ${.MAKE.LEVEL} deep; this would not end
.else
DEP_RELDIR := ${RELDIR}
_DEP_RELDIR := ${RELDIR}
.-include <local.dirdeps-build.mk>
.dinclude <.depend>
.endif
.endif
