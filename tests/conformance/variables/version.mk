# Makefiles may ask whether there is a MAKE_VERSION before they look at it.
# oracle: bmake
.ifdef MAKE_VERSION
.info defined, ${MAKE_VERSION:C/[0-9]/N/g}
.endif
.if ${MAKE_VERSION} >= 20200101
.info new enough
.endif
all:
