# Hashes, dollars, semicolons, backslashes and glob characters reach the shell.
# oracle: bmake
all:
	@echo "#" \# '$$' \; "a;b" '\' "\\" [a] '*' "?" | cat
