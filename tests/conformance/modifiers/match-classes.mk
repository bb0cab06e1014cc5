# Sets, ranges, negation and escapes in :M.
# oracle: bmake
W=	a-1 b]2 c^3 d\4 -e 5*
all:
	@echo '${W:M[a-c]*}' / '${W:M*[]]*}' / '${W:M*[^a-c]?}' / '${W:M[^a]*}' / '${W:M*\**}' / '${W:M-*}' / '${W:M?-?}' / '${W:M*[0-3]}'
