# What the seven local variables hold, in their long and short spellings.
# oracle: bmake
# setup: mkdir -p sub; : > sub/x.in
.SUFFIXES: .in .out
.in.out:
	@echo 'target ${.TARGET} $@; implied ${.IMPSRC} $<; prefix ${.PREFIX} $*'
all: sub/x.out first second first
	@echo 'target ${.TARGET}; all ${.ALLSRC} / $>; newer ${.OODATE} / $?; prefix ${.PREFIX}'
first second: .PHONY
