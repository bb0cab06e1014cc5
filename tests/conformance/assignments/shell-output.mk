# != turns newlines into spaces and drops the last one; a failing command is only warned about.
# oracle: bmake
LINES!=		printf 'a\nb\n\nc\n\n'
NONE!=		:
FAILS!=		echo partial; exit 3
all:
	@echo '<${LINES}> <${NONE}> <${FAILS}>'
