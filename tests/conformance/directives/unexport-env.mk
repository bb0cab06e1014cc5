# .unexport-env keeps PATH only out of what was inherited.
# env: SECRET=x PATH_LIKE=y
KEPT=	k
.unexport-env
.export KEPT
PATH=	/usr/bin:/bin
.export PATH
all:
	@env | grep -E '^(SECRET|PATH_LIKE|KEPT)='
