# dirdeps-bootstrap.mk - first Makefile.depend files for another machine, or for a new directory.
#
# Targets:
#   bootstrap, bootstrap-recurse   copy an existing Makefile.depend* of this directory to the name
#                      this machine wants, and do the same in the directories it lists
#   bootstrap-this     only here
#   bootstrap-empty    an empty one
# Honours: .MAKE.DEPENDFILE_DEFAULT, .MAKE.DEPENDFILE_PREFERENCE, .MAKE.DEPENDFILE_BOOTSTRAP_SED.

_want := ${.CURDIR}/${.MAKE.DEPENDFILE_DEFAULT:T}
bootstrap bootstrap-this bootstrap-recurse bootstrap-empty: .PHONY .NOTMAIN .NOMETA

.if exists(${_want})
${.TARGETS:Mbootstrap*}:
.else
bootstrap-empty:
	@echo "Creating empty ${RELDIR}/${_want:T}"; \
	echo "You need to build ${RELDIR} to populate it."; \
	{ echo 'DIRDEPS='; echo '.include <dirdeps.mk>'; } > ${_want}

.if !make(bootstrap-empty)
_src != cd ${.CURDIR} && for f in ${.MAKE.DEPENDFILE_PREFERENCE:T:S,${MACHINE},*,}; do \
	[ -s $$f ] && echo $$f && break; done; echo
.if empty(_src)
.error cannot find any of ${.MAKE.DEPENDFILE_PREFERENCE:T:S,${MACHINE},*,}; use: bootstrap-empty
.endif
_src := ${_src:[1]}
.if ${_src} != ${.MAKE.DEPENDFILE_PREFIX}
.MAKE.DEPENDFILE_BOOTSTRAP_SED += -e 's/${_src:E:C/,.*//}/${MACHINE}/g'
.endif
bootstrap-this:
	@echo "Bootstrapping ${RELDIR}/${_want:T} from ${_src}"; \
	echo "You need to build ${RELDIR} to populate it."; \
	sed -e '' ${.MAKE.DEPENDFILE_BOOTSTRAP_SED} ${.CURDIR}/${_src} > ${_want}

bootstrap: bootstrap-recurse
bootstrap-recurse: bootstrap-this .MAKE
	@cd ${SRCTOP} && \
	for d in `sed -n '/^DIRDEPS/,/[^\\\\]$$/s/^[ 	]*\([^ 	=]*\) *\\\\$$/\1/p' ${.CURDIR}/${_src}`; do \
		[ -d $$d ] || d=$${d%.*}; \
		[ -d $$d ] || continue; \
		echo "Checking $$d for bootstrap ..."; \
		${.MAKE} -C $$d -f dirdeps.mk bootstrap-recurse || exit 1; \
	done
.endif
.endif
