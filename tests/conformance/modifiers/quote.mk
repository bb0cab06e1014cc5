# :Q makes any value one shell word; :q also survives another make.
# oracle: bmake
V=	a b'c"d $$e *f \g
all:
	@printf '<%s>\n' ${V:Q}
	@printf '<%s>\n' ${V:q}
	@printf '<%s>\n' ${:Q} x
