# $$ and $ at the end of a pattern, and escaped dollars.
# oracle: bmake
V=	cash$$ $$x a$$b
all:
	@printf '%s ' ${V:Q} ${V:S,$$,D,:Q} ${V:S/$/E/:Q} ${V:M*$$*:Q}; echo
