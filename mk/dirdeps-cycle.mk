# dirdeps-cycle.mk - ends the build because directories need each other, and says which files made it
# so. Read by dirdeps-graph.mk; input: _dirdeps_stack (where we are) and _back (where that leads back).

_x != sh ${.PARSEDIR:tA}/dirdeps-cycle.sh ${SRCTOP} ${OBJROOT} ${HOST_TARGET} \
	${.MAKE.DEPENDFILE_PREFIX} ${_back:[1]} ${_dirdeps_stack} >&2; echo
.error dirdeps: ${_back:[1]:S,^${SRCTOP}/,,} is needed to build itself
