# :_ keeps the value seen so far in _ or in a variable named.
# oracle: bmake
W=	a b c
all:
	@echo '${W:tu:_:S,B,x,}' '<${_}>' '${W:_=keep:[1]}' '${keep}'
