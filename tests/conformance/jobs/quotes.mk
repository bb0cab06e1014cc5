# Commands with quotes, newlines and backslashes are shown and run as written.
# oracle: bmake
# flags: -j1
all:
	echo 'a  b' "c\d" \
	  e
	@printf '%s\n' 'x\y' "a'b"
