# -j takes a number, and multiples of the processors: with a point, or with a C.
JOBS = ${.MAKE} -r -f /dev/null -V .MAKE.JOBS
all:
	@for j in 3 00005; do ${JOBS} -j $$j; done
	@one=$$(${JOBS} -jC); for j in 1C 2C 1.0 3.0 1.5e1C 0C 2CPUs; do echo $$j: $$(( $$(${JOBS} -j $$j) * 2 / one )); done
	@for j in 0 0x10 -5 0.0 -1.5C .00001 x 1x 2.x .; do ${JOBS} -j $$j 2>&1; echo $$?; done
	@${JOBS:S/.JOBS/.JOBS.C/}
