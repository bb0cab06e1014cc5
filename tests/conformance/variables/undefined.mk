# Undefined variables expand to nothing in makefiles and recipes.
# oracle: bmake
A=	<${NOTHING}>
all:
	@echo '${A} <${NOTHING:M*}> <${:U}> <${NOTHING.${A}}>'
