# A room of the engine, or another directory of REPO, as a library: ROOM is the directory, LIB the
# library's name (its last member by default). Every source in it belongs to it but main.cpp, and so do
# the headers ROOM_GENERATED, which the Makefile says how to make.
LIB ?= ${ROOM:T}
_dirs := ${REPO}/${ROOM} ${ROOM_SUBDIRS:U:@d@${REPO}/${ROOM}/$d@}
SRCS != ls ${_dirs:@d@$d/*.cpp@} | grep -Ev '/main(_[a-z0-9]+)?\.cpp$$'
SRCS += ${ROOM_GENERATED}
CLEANFILES += ${ROOM_GENERATED}
.include <bsd.lib.mk>
