# A room of the engine, or another directory of REPO, as a library: ROOM is the directory, LIB the
# library's name (its last member by default). Every source in it belongs to it but main.cpp.
LIB ?= ${ROOM:T}
_dirs := ${REPO}/${ROOM} ${ROOM_SUBDIRS:U:@d@${REPO}/${ROOM}/$d@}
SRCS != ls ${_dirs:@d@$d/*.cpp@} | grep -Ev '/main(_[a-z0-9]+)?\.cpp$$'
.include <bsd.lib.mk>
