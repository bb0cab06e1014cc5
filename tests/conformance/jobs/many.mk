# More targets than jobs.
# oracle: bmake
all:
	@${MAKE} -r -j3 -f ${MAKEFILE} many > /dev/null; grep -c x log
.for i in ${:U:range=40}
many: t$i
t$i:
	@echo x >> log
.endfor
