# "name" is looked for beside the includer first, then along -I; <name> only on the system path.
# oracle: bmake
# setup: mkdir -p inc sys sub; echo '.info beside' > sub/one.mk; echo '.info from -I' > inc/two.mk; echo '.info from sys' > sys/three.mk; echo '.info sys one' > sys/one.mk; echo '.include "one.mk"' > sub/outer.mk
# flags: -I inc -m sys
.include "${.CURDIR}/sub/outer.mk"
.include "two.mk"
.include <three.mk>
.include <one.mk>
all:
