# After a failure nothing new is started, what runs is waited for.
# oracle: bmake
all:
	@${MAKE} -r -j2 -f ${MAKEFILE} top > log 2>&1; echo status $$(($$? != 0)); grep -c 'Error code' log; cat ended; ls never 2>/dev/null || echo never
top: slow bad later
.ORDER: bad later
slow:
	@sleep 0.3; echo slow ended > ended
bad:
	@sleep 0.1; false
later:
	@: > never
