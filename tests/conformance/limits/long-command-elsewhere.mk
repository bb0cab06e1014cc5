# The directory for such a command's file is meant as the command means it, wherever make was started.
# setup: mkdir -p sub/obj/tmp; cp long-command-elsewhere.mk sub/Makefile
# env: TMPDIR=tmp
.if ${.MAKE.LEVEL} == 0
all:
	@${.MAKE} -r -C sub
.else
TEN = 0123456789
LONG = ${:U:range=2000:@i@${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}@}
SIZE != echo ${LONG} | wc -c
all:
	@echo ${SIZE}; pwd | sed 's,.*/sub/,,'
	@echo ${LONG} | wc -c; ls tmp | wc -l
.endif
