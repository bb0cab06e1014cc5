# dirdeps-seed.mk - a directory without Makefile.depend is asked what it will need: its makefile's
# DPADD (and DIRDEPS, if it sets any) seeds the graph, so that a tree can be built from nothing.
# Read by dirdeps-graph.mk; input: _depdir, the directory's target.

DIRDEPS != unset DIRDEPS; MACHINE_ARCH= NO_SUBDIR=1 ${DIRDEP_USE_ENV} TARGET_SPEC=${_depdir:E} MACHINE=${_depdir:E} \
	${DIRDEP_MAKE} -C ${_depdir:R} -V '$${DIRDEPS}' 2> /dev/null || :
.if !empty(DIRDEPS)
.include <dirdeps-graph.mk>
.endif
