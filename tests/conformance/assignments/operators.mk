# The five assignment operators, and when each of them expands its right-hand side.
# oracle: bmake
LATE=		first
REF=		${LATE}
NOW:=		${LATE}
LATE=		second
LATE+=		more
KEPT=		old
KEPT?=		new
FRESH?=		new
OUT!=		echo "from the shell"; echo "second line"
all:
	@echo 'REF=${REF}' 'NOW=${NOW}' 'KEPT=${KEPT}' 'FRESH=${FRESH}'
	@echo 'OUT=${OUT}'
