# .DELETE_ON_ERROR removes the target of a failed command, .PRECIOUS keeps it.
# oracle: bmake
all:
	@${MAKE} -r -k -f ${MAKEFILE} half kept >/dev/null 2>&1; ls half kept 2>/dev/null | xargs echo left:
.DELETE_ON_ERROR:
.PRECIOUS: kept
half kept:
	@echo half > ${.TARGET}; false
