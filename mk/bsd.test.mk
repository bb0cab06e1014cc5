# bsd.test.mk - tests: built by all, run by check, installed to TESTSDIR.
#
# Honours:
#   PLAIN_TESTS_SH     shell scripts NAME, from NAME.sh
#   PLAIN_TESTS_CXX, PLAIN_TESTS_C   programs that exit 0; sources as for bsd.progs.mk
#   TAP_TESTS_SH TAP_TESTS_CXX TAP_TESTS_C   the same, and none of the lines they print may begin with "not ok"
#   TESTS_ENV          environment for check; TESTS_WRAPPER a command to run them under
#   TESTS_SUBDIRS      further directories of tests

.MAIN: all
PROGS_CXX += ${PLAIN_TESTS_CXX} ${TAP_TESTS_CXX}
PROGS += ${PLAIN_TESTS_C} ${TAP_TESTS_C}
SUBDIR += ${TESTS_SUBDIRS}
BINDIR ?= ${TESTSDIR}
MAN ?=
_PLAIN_TESTS = ${PLAIN_TESTS_SH} ${PLAIN_TESTS_C} ${PLAIN_TESTS_CXX}
_TAP_TESTS = ${TAP_TESTS_SH} ${TAP_TESTS_C} ${TAP_TESTS_CXX}
.if !empty(PLAIN_TESTS_SH) || !empty(TAP_TESTS_SH)
SCRIPTS += ${PLAIN_TESTS_SH} ${TAP_TESTS_SH}
.endif

.if !empty(PROGS_CXX) || !empty(PROGS)
.include <bsd.progs.mk>
.else
.include <bsd.prog.mk>
.endif

.if make(check) && !defined(PROG)
check: .PHONY
.for _t in ${_PLAIN_TESTS} ${_TAP_TESTS}
check: _check.${_t}
_check.${_t}: .PHONY all
	@if ${TESTS_ENV} ${TESTS_WRAPPER} ${.OBJDIR}/${_t}${_TAP_TESTS:M${_t}:D > ${_t}.tap && \
	    { cat ${_t}.tap; ! grep -q '^not ok' ${_t}.tap; }}; then echo "pass: ${_t}"; \
	else echo "FAIL: ${_t}"; exit 1; fi
CLEANFILES += ${_TAP_TESTS:M${_t}:=.tap}
.endfor
.endif
