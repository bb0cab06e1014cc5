# :U and :D choose by definedness, :L names itself, :P asks for a path.
# oracle: bmake
SET=	value
EMPTY=
all:
	@echo '${SET:Uno}' '${EMPTY:Uno}' '${UNSET:Uyes}' '<${UNSET:U}>' '${SET:Dyes}' '${EMPTY:Dyes}' '<${UNSET:Dno}>'
	@echo '${UNSET:L}' '${SET:L}' '${one two:L}' '${:Uplain text with ${SET}}' '${UNSET:Ua\:b\}c}'
