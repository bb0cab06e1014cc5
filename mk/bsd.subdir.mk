# bsd.subdir.mk - visits the directories of SUBDIR.
#
# Honours:
#   SUBDIR             directories; .WAIT between them separates groups
#   SUBDIR_PARALLEL    set: those not separated by .WAIT may be visited at once
#   SUBDIR_DEPEND_dir  with it: the directories that dir has to wait for
#   SUBDIR_TARGETS     further targets handed down; NO_SUBDIR: none
#   SUBDIR.opt         optional ones: SUBDIR.${MK_FOO} += dir
# A directory may have them beside a program or a library. What it installs itself and theirs come between its
# beforeinstall and afterinstall.
# In a dirdeps build level 0 builds the directories as a graph (meta.subdir.mk) and walks through them
# only for the other targets.

.if !target(__bsd.subdir.mk__)
__bsd.subdir.mk__: .NOTMAIN .PHONY
.if !target(__bsd.init.mk__)
_subdir_alone = yes
.include <bsd.init.mk>
.endif
SUBDIR := ${SUBDIR:U} ${SUBDIR.yes:U}
SUBDIR_TARGETS += all clean cleandir cleanobj destroy obj objlink depend check includes install \
	realinstall stage lint tags
_by_walking := ${SUBDIR_TARGETS:Nall:@t@${.TARGETS:M$t}@}

.if ${MK_DIRDEPS_BUILD} == "yes" && !defined(NO_SUBDIR) && ${.MAKE.LEVEL} == 0 && empty(_by_walking)
.include <meta.subdir.mk>
.elif !defined(NO_SUBDIR) && !defined(NOSUBDIR)
ECHODIR ?= echo
.for _t in ${SUBDIR_TARGETS:O:u}
.if make(${_t}) || (${_t} == "all" && empty(.TARGETS))
${_t}: .PHONY
_before =
.for _d in ${SUBDIR}
.if ${_d} == ".WAIT"
_before := ${_done.${_t}}
.else
${_t:S/^install$/${_installs}/}: _sub.${_t}.${_d}
.if ${_t} == "install" && ${_installs} == "realinstall"
_sub.${_t}.${_d}: beforeinstall
.endif
_done.${_t} += _sub.${_t}.${_d}
_wait_for := ${SUBDIR_PARALLEL:D${SUBDIR_DEPEND_${_d}:U}}
_sub.${_t}.${_d}: .PHONY .MAKE ${_before} ${_wait_for:@w@${SUBDIR:M$w:@d@_sub.${_t}.$d@}@}
	@${ECHODIR} "===> ${_THISDIR_:D${_THISDIR_}/}${_d} (${_t})"; \
	${.MAKE} -C ${.CURDIR}/${_d} _THISDIR_=${_THISDIR_:D${_THISDIR_}/}${_d} ${_t}
.if !defined(SUBDIR_PARALLEL)
_before := _sub.${_t}.${_d}
.endif
.endif
.endfor
.endif
.endfor
.endif
# alone, it still ends like the others
.if defined(_subdir_alone)
.include <bsd.final.mk>
.endif
.endif
