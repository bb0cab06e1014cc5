# :C with groups, anchors, flags and extended expressions.
# oracle: bmake
W=	abc123 x9y zz 2024-01-31
all:
	@echo '${W:C/[0-9]+/N/}' / '${W:C/[0-9]+/N/g}' / '${W:C/[0-9]+/N/1}' / '${W:C/^([a-z]+).*/\1/}'
	@echo '${W:C/(.)(.)/\2\1/g}' / '${W:C/[0-9]/<&>/g}' / '${W:C/ .*//W}' / '${W:C,(a|z),[\1],g}' / '${W:C/\./dot/}'
	@echo '${W:M2*:C/([0-9]+)-([0-9]+)-([0-9]+)/\3.\2.\1/}' / '${:Ux:C/^/p/}' / '${:Ux:C/$/s/}' / '${:Uaaa:C/a*/b/}'
