# Quotes over continued lines, tabs and leading blanks.
# oracle: bmake
all:
	@echo 'one \
	two' "three \
	  four"
	@	echo leading tab
	@   echo leading blanks
