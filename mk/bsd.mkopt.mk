# bsd.mkopt.mk - the user's WITH_x and WITHOUT_x become MK_x, yes or no. For a tree's hooks and makefiles:
# fill the lists, include this.
#
# Honours:
#   __DEFAULT_YES_OPTIONS __DEFAULT_NO_OPTIONS   names of options by their defaults
#   __DEFAULT_DEPENDENT_OPTIONS   FOO/BAR: FOO is by default what BAR is
#   __REQUIRED_OPTIONS BROKEN_OPTIONS            yes and no, whatever anybody wishes
# An MK_x that is set already stays. Both wishes at once: without. The lists are empty afterwards, so that
# the next makefile may have lists of its own.

.for _o in ${__REQUIRED_OPTIONS:U:O:u}
MK_${_o} := yes
.endfor
.for _o in ${BROKEN_OPTIONS:U:O:u}
MK_${_o} := no
.endfor
.for _o in ${__DEFAULT_YES_OPTIONS:U:O:u}
.if !defined(MK_${_o})
MK_${_o} := ${WITHOUT_${_o}:Dno:Uyes}
.endif
.endfor
.for _o in ${__DEFAULT_NO_OPTIONS:U:O:u}
.if !defined(MK_${_o})
MK_${_o} := ${WITHOUT_${_o}:Dno:U${WITH_${_o}:Dyes:Uno}}
.endif
.endfor
.for _o in ${__DEFAULT_DEPENDENT_OPTIONS:U:O:u}
.if !defined(MK_${_o:H})
MK_${_o:H} := ${WITHOUT_${_o:H}:Dno:U${WITH_${_o:H}:Dyes:U${MK_${_o:T}:Uno}}}
.endif
.endfor
.undef __REQUIRED_OPTIONS
.undef BROKEN_OPTIONS
.undef __DEFAULT_YES_OPTIONS
.undef __DEFAULT_NO_OPTIONS
.undef __DEFAULT_DEPENDENT_OPTIONS
