# Commands longer than one argument may be, 128 KiB, run as others do, here and where their output is a value.
# env: TMPDIR=.
TEN = 0123456789
LONG = ${:U:range=2000:@i@${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}${TEN}@}
SIZE != echo ${LONG} | wc -c
.info ${SIZE} ${:!echo ${LONG} | wc -w!} ${LONG:S/^/echo /1:S/$/ | wc -w/W:sh}
all:
	@echo ${LONG} | wc -c; echo $$#
	@: ${LONG}; exit 0
	-@: ${LONG}; exit 7
	@ls ${TMPDIR:U/tmp} | grep -c mmk-command || true
