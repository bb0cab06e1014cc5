# :tA resolves links and dots of paths that exist.
# oracle: bmake
# setup: mkdir -p real/deep; ln -sfn real link; : > real/file
all:
	@echo '${link/file:L:tA:S,${.OBJDIR:tA}/,,}' '${real/deep/../file:L:tA:S,${.OBJDIR:tA}/,,}' '${nothing/here:L:tA}' '${/:L:tA}'
