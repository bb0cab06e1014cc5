# The tree's settings. REPO is the checkout whose sources are built; the tree itself holds makefiles
# only and may be copied elsewhere (its tests do, to keep the Makefile.depend files out of the checkout).
WITH_DIRDEPS_BUILD = yes
REPO ?= ${SRCTOP:H:H:H}
CXX ?= c++
CXXFLAGS ?= -O0 -g0 -std=c++20 -pthread
CPPFLAGS += -I${REPO}/engine -I${REPO}
LDFLAGS += -pthread
# headers are found in REPO
LIBADD_INCLUDES = no
