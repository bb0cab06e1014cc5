# :Q through a real shell, for every printable character.
# oracle: bmake
V=	!"\#$$%&'()*+,-./:;<=>?@[\]^_`{|}~
all:
	@printf '%s\n' ${V:Q}
