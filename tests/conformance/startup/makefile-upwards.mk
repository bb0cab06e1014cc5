# A makefile called .../NAME is searched in the current directory and above it.
# setup: mkdir -p a/b/c rules/x; echo 'all:; @echo above from ${.CURDIR:T}' > above.mk; cp above.mk rules/x/deep.mk
all:
	@cd a/b/c && ${.MAKE} -r -f .../above.mk
	@cd a/b/c && ${.MAKE} -r -f .../rules/x/deep.mk
	@cd a/b/c && ${.MAKE} -r '.MAKE.MAKEFILE_PREFERENCE=none.mk .../above.mk makefile'
	@${.MAKE} -r -f .../above.mk -V '$${MAKEFILE:T}'
	@cd a/b/c && ${.MAKE} -r -f .../no-such.mk 2>&1; echo $$?
