# The unit tests of a room: ROOM is its name. "check" runs them.
PROG_CXX = unit_${ROOM}
SRCS != ls ${REPO}/tests/unit/${ROOM}/*_test.cpp
CPPFLAGS += -I${REPO}/tests/unit
LIBADD = ${CLOSURE.${ROOM}}
LDADD = -lgtest_main -lgmock -lgtest
MK_STAGING = no
.include <bsd.prog.mk>
check: ${PROG_CXX} .PHONY
	${.OBJDIR}/${PROG_CXX} --gtest_brief=1
