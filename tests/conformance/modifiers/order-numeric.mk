# :On and :Orn sort as numbers, with suffixes and signs.
N=	10 9 -3 1k 1 0x20 2M 077
all:
	@echo '${N:On}' / '${N:Orn}' / '${N:Onr}'
