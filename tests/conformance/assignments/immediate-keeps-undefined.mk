# := leaves references to undefined variables alone, so that they work once the variable exists.
# oracle: bmake
V:=		${LATER} and ${HERE}
HERE=		here
LATER=		later
W:=		$$(dollar) $$$$two
all:
	@echo 'V=${V}'
	@printf '%s\n' 'W=${W:Q:S,\\,,g}'
