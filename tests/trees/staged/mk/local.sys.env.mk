# The tree's settings: staging, and two machines that differ by a name only.
WITH_DIRDEPS_BUILD = yes
WITH_STAGING = yes
ALL_MACHINE_LIST = alpha beta
CFLAGS ?= -O0
CPPFLAGS += -DMACHINE_NAME='"${MACHINE}"'
# headers are found where they are staged
LIBADD_INCLUDES = no
