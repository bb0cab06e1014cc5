# += to a variable that does not exist behaves as =, and never adds a leading space; empty pieces do add one.
# oracle: bmake
NEW+=		one
EMPTY=
EMPTY+=		one
EMPTY+=
EMPTY+=		two
all:
	@echo '<${NEW}> <${EMPTY}>'
