# Variables every makefile can count on.
.for v in .CURDIR .OBJDIR .MAKE .MAKE.LEVEL .MAKE.MAKEFILES .MAKE.PID .MAKE.PPID .PARSEDIR .PARSEFILE MACHINE MACHINE_ARCH MAKE .TARGETS
.  if !defined($v)
.    warning $v is not defined
.  endif
.endfor
all:
	@echo ${.CURDIR:T:S,builtin,here,} ${.OBJDIR:M${.CURDIR}:T:S,builtin,here,} ${.MAKE.LEVEL} ${.TARGETS} ${.MAKE.MAKEFILES}
	@echo ${.MAKE.PID:C,^[0-9]+$,number,} ${MAKE:T:C,^.+$,a make,} ${.newline:C,.,nl,}
