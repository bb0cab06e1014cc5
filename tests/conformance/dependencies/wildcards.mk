# Names with wildcards and braces on either side become what exists; braces need nothing to exist.
# oracle: bmake
# setup: : > b.x && : > a.x && : > c.y
all: *.x {p,q}.z [c].y
	@echo ${.ALLSRC}
p.z q.z: .PHONY
