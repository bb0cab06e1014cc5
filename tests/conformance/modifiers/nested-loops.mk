# Loops in loops, loops over computed lists, with separators of their own.
# oracle: bmake
OS=	bsd linux
ARCH=	a b
all:
	@echo '${OS:@o@${ARCH:@a@$o-$a@:ts+}@:ts;}' '${OS:@o@${o:tu:C/(.)(.*)/\2\1/}@}' '${:U3:range=3:@i@${:Ux${i}y}@}'
