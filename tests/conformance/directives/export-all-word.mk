# .export-all exports every global variable, but none whose name begins with a dot; it takes no arguments.
# setup: printf '.export-all A\nall:\n' > wrong.mk
ONE = 1
TWO = ${LATE}
.DOT = no
.export-all
LATE = 2
all:
	@echo "$$ONE $$TWO $$LATE"; env | grep -c '^\.DOT' || true
	@${.MAKE} -r -f wrong.mk || true
