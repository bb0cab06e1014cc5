# :O sorts, :Or backwards, :u drops repeated neighbours only, :[-1..1] reverses.
# oracle: bmake
W=	one two three two two one
N=	10 9 100 1
all:
	@echo '${W:O}' / '${W:Or}' / '${W:u}' / '${W:O:u}' / '${N:O}' / '${W:[-1..1]}' / '${W:Ox:O}'
