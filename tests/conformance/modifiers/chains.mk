# Modifiers apply from left to right, each to the words the one before left.
# oracle: bmake
S=	src/main.c src/util.c include/util.h README
all:
	@echo '${S:M*.c:T:R:tu:O:Or:S,$,.O,:ts,}' '${S:N*.c:N*.h:@f@[$f]@}' '${S:T:E:O:u}' '${S:H:O:u:[#]}'
