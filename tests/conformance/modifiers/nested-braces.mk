# Braces, parentheses and colons inside arguments.
# oracle: bmake
V=	a:b {c} (d)
all:
	@echo '${V:S,:,;,}' '${V:M*\:*}' '${V:S,{,<,:S,},>,}' '${V:C,[{(],<,}' '${V:S,${:U(},<,}'
