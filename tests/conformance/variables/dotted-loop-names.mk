# Loop variables may look like anything, and are replaced only as variables.
# oracle: bmake
.for i in 1 2
X${i}=	i $i ${i} $(i) i${i:S,1,one,} $${i}
.endfor
i=	outer
all:
	@echo '${X1}' / '${X2}'
