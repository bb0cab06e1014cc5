# The environment is below the makefile and above "undefined"; += appends to what the environment says.
# oracle: bmake
# env: SET=env APPEND=env DEFAULT=env READ=env
SET=		file
APPEND+=	file
DEFAULT?=	file
all:
	@echo ${SET} '<${APPEND}>' ${DEFAULT} ${READ}
