# A command that does not exist.
all:
	@/nonexistent/command arg
