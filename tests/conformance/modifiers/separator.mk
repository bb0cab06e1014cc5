# :ts sets what stands between words from there on.
# oracle: bmake
W=	a b c
all:
	@echo '${W:ts:}' '${W:ts}' '${W:ts/:S,b,B,}' '${W:ts,:tu}' '${W:ts\x2d}' '${W:ts\055}'
	@printf '%s|' '${W:ts\n}' '${W:ts\t}'; echo
