# MAKE_STACK_TRACE=yes: the first error of a make tells which makes led there.
# env: MAKE_STACK_TRACE=yes
# setup: mkdir sub; cp stack-trace.mk sub/Makefile; cp stack-trace.mk sub/other
# flags: -k
.if ${.MAKE.LEVEL} == 0
all: middle parallel reader
middle parallel reader: .PHONY
middle:
	@cd sub && ${.MAKE} -r inner
parallel:
	@cd sub && ${.MAKE} -r -j1 inner
reader:
	@cd sub && ${.MAKE} -r TEXT=x
.elif defined(BROKEN)
.error broken
.elif defined(TEXT)
OUTPUT != ${.MAKE} -r -f other -DBROKEN 2>&1 || :
.info ${OUTPUT}
all:
.else
inner:
	@${.MAKE} -r -f other broken
broken:
	@echo ${:Z} ${:Y}
.endif
