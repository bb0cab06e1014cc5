# :S with its anchors, flags, other delimiters, & and escapes.
# oracle: bmake
W=	one two one three onetwoone
all:
	@echo '${W:S/one/1/}' / '${W:S/one/1/1}' / '${W:S/one/1/g}' / '${W:S/^one/1/}' / '${W:S/one$/1/}'
	@echo '${W:S/^one$/1/}' / '${W:S,o,<&>,}' / '${W:S,o,\&,}' / '${W:S|two||}' / '${W:S/ /_/}'
	@echo '${W:S/ /_/W}' / '${W:S/ /_/gW}' / '${W:S/o/${:UO}/}' / '${W:S,/,\,,}' / '${W:S/one//}'
