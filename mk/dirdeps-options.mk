# dirdeps-options.mk - DIRDEPS that depend on options; included by a Makefile.depend.options.
#
# Honours:
#   DIRDEPS_OPTIONS    the options that matter to this directory
#   DIRDEPS.FOO.yes DIRDEPS.FOO.no   what is needed with and without FOO (MK_FOO tells which)
# Hook: local.dirdeps-options.mk, for DIRDEPS.* that hold for the whole tree.
# At level 0 the right ones join DIRDEPS; when Makefile.depend is written, all of them are left out of
# it, so that the file does not depend on the options of whoever built last.

DIRDEPS_OPTIONS ?=
.-include <local.dirdeps-options.mk>

.for _o in ${DIRDEPS_OPTIONS:tu}
.if ${.MAKE.LEVEL} == 0
DIRDEPS := ${DIRDEPS:U} ${DIRDEPS.${_o}.${MK_${_o}:U}:U}
# they are this directory's; the next one must not see them
.undef DIRDEPS.${_o}.yes
.undef DIRDEPS.${_o}.no
.else
.for _d in ${DIRDEPS.${_o}.yes:U} ${DIRDEPS.${_o}.no:U}
.if exists(${SRCTOP}/${_d})
GENDIRDEPS_FILTER += N${_d}*
.elif exists(${SRCTOP}/${_d:R})
GENDIRDEPS_FILTER += N${_d:R}*
.endif
.endfor
.endif
.endfor
.if ${.MAKE.LEVEL} == 0
DIRDEPS := ${DIRDEPS:U:O:u}
.endif
