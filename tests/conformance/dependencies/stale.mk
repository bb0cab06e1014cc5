# A source that only .depend knows and that has vanished is not an error: .STALE is made with its name.
# setup: mkdir d; printf 'all: .PHONY\n\t@echo all\n.STALE:\n\t@echo stale ${.ALLSRC} in ${.TARGET:T}\n' > d/Makefile; echo 'all: gone.h' > d/.depend
all:
	@${MAKE} -r -C d 2>&1 | sed 's,.*/d/,d/,'
