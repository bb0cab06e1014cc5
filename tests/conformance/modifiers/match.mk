# :M and :N select words by shell patterns; sets may be negated and ranges reversed.
# oracle: bmake
W=	one two three four 1 22 a.c b.h [x] star* back\slash
all:
	@echo '${W:Mt*}' / '${W:N*e*}' / '${W:M?}' / '${W:M[0-9]*}' / '${W:M[!a-z]*}' / '${W:M*.[ch]}'
	@echo '${W:M\[*}' / '${W:M*\*}' / '${W:Mtw[n-p]}' / '${W:M[p-n]*}' / '${W:Mfour:Nfour}'
	@echo '${W:M${:Uo*}}' / '${W:M*${:Uo}}'
