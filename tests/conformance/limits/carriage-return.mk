# A carriage return is a character like any other.
# oracle: bmake
V=	ab
all:
	@printf '%s' '${V}' | od -An -c
