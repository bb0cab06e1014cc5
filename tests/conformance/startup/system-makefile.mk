# sys.mk comes first, from -m or MAKESYSPATH; .../ looks upwards; -r leaves it out.
# oracle: bmake
# setup: mkdir -p up/share/mk up/deep/er; echo 'SYS=found' > up/share/mk/sys.mk; echo 'all:; @echo sys=${SYS:Unone}' > up/deep/er/Makefile; echo 'EXTRA=yes' > up/share/mk/extra.mk
all:
	@cd up/deep/er; export MAKEFLAGS=; ${MAKE} -m ${.CURDIR}/up/share/mk; MAKESYSPATH=${.CURDIR}/up/share/mk ${MAKE}; ${MAKE} -m .../share/mk; ${MAKE} -r
