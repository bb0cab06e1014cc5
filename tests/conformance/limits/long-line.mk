# A line of a megabyte.
# oracle: bmake
LONG!=	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "word%05d ", i }'
all:
	@echo ${LONG:[#]} ${LONG:[100000]} ${LONG:M*99999} ${LONG:hash:C/./x/g}
