# .dinclude forgives a missing file, and lets a rule of an existing one be forgotten when stale; here it only reads.
# oracle: bmake
# setup: echo 'DEP=read' > dep.mk
.dinclude "${.CURDIR}/none.mk"
.dinclude "${.CURDIR}/dep.mk"
all:
	@echo ${DEP}
