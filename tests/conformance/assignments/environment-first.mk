# With -e the environment beats the makefile.
# oracle: bmake
# env: SET=env APPEND=env
# flags: -e
SET=		file
APPEND+=	file
all:
	@echo ${SET} '<${APPEND}>'
