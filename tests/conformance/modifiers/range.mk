# :range counts words, or up to a number.
# oracle: bmake
W=	a b c
all:
	@echo '${W:range}' '${W:range=5}' '${:U:range=2}' '${W:range:@i@${W:[$i]}$i@}'
