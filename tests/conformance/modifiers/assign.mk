# ::= and friends assign while expanding, and leave nothing behind.
# oracle: bmake
V=	start
all:
	@echo '<${V::=new}>' '${V}' '<${V::+=more}>' '${V}' '<${V::?=kept}>' '${V}' '<${W::?=fresh}>' '${W}' '<${V::!=echo shell}>' '${V}'
