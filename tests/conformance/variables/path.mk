# .PATH as a variable lists the search path.
# oracle: bmake
# setup: mkdir -p d1 d2
.PATH: d1 d2
all:
	@echo ${.PATH:T}
.if !empty(.PATH:Md1)
.info has d1
.endif
