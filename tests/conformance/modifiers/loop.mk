# :@v@…@ evaluates the body once per word; the name is gone afterwards.
# oracle: bmake
W=	a b c
all:
	@echo '${W:@w@<${w}>@}' '<${w}>' '${W:@w@${W:@v@$w$v@}@}' '${W:@w@@}' '${W:@w@${w:tu} ${w}@:[#]}'
	@echo '${W:@.w.@${.w.}!@}'
