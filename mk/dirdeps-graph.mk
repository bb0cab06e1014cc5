# dirdeps-graph.mk - one step of dirdeps.mk at level 0: adds the directory described by the variables
# below to the graph, then looks at those it needs. Read once per Makefile.depend.
#
# Input, set by whoever includes a Makefile.depend:
#   DEP_RELDIR         the directory; _DEP_TARGET_SPEC: its configuration
#   DIRDEPS            what it needs
# Honours, besides what dirdeps-init.mk lists:
#   Makefile.depend.options, Makefile.depend.inc   beside a Makefile.depend: additions
#   DEBUG_DIRDEPS      patterns of DEP_RELDIR or DEP_RELDIR.MACHINE to tell about
#   DEP_EXPORT_VARS    exported; discouraged
#   MK_DIRDEPS_SEED    no: do not ask a directory without Makefile.depend for its DPADD
# Hooks: local.dirdeps.mk (each time), local.dirdeps-missing.mk (no Makefile.depend found).

.if !target(_DIRDEP_USE)
.include <dirdeps-init.mk>
.endif
.-include <local.dirdeps.mk>

.if ${BUILD_DIRDEPS} == "yes"

# the parts of the configuration, for filters and for lazily written dependencies
.if ${TARGET_SPEC_VARS:[#]} > 1
_tspec := ${_DEP_TARGET_SPEC:S/,/ /g}
.for _v _i in ${_tspec_vars_i}
DEP_${_v} := ${_tspec:[${_i}]}
.endfor
.else
DEP_MACHINE := ${_DEP_TARGET_SPEC}
.endif

# as loop variables these two survive the nested reading below
.for _rd _sp in ${DEP_RELDIR} ${_DEP_TARGET_SPEC}
_this_dir := ${SRCTOP}${"${_rd}" == ".":?:/${_rd}}
.-include "${_this_dir}/${.MAKE.DEPENDFILE_PREFIX}.inc"
.-include "${_this_dir}/${.MAKE.DEPENDFILE_PREFIX}.options"

_build_dirs =
_edges_of := ${_this_dir}.${_sp}
.if ${_dirdeps_top:U} == "yes"
# where the build starts, other configurations may be wanted, or only those
_dirdeps_top = no
_machines := ${_only_machines} ${HOSTPROG:Dhost}
_machines := ${_machines:S,^,.,:${M_dep_qual_fixes:ts:}:S,^.,,:O:u}
.if defined(_dirdeps_direct)
_edges_of =
.elif ${BUILD_AT_LEVEL0:Uyes:tl} == "no"
_build_dirs := ${_machines:@m@${_CURDIR}.$m@}
.else
_build_dirs := ${_machines:N${_sp}:@m@${_CURDIR}.$m@}
.dinclude <.depend>
.endif
.if ${_machines:M${_sp}} == "" && !defined(_dirdeps_direct)
DIRDEPS =
.endif
.endif

# "dir.spec" is a qualified entry, unless a directory has that very name
_depdirs := ${DIRDEPS:U:${NSkipDir}:${DEP_DIRDEPS_FILTER:ts:}:C,//+,/,g:S,/$,,:O:u:@d@${SRCTOP}/$d@:S,/.$,,}
_qual := ${_depdirs:M*.*:@d@${"${d:E:N*/*}" != "" && !exists($d) && exists(${d:R}):?$d:}@}
_unqual := ${_depdirs:${_qual:Unone:S,^,N,:ts:}}
.if ${_rd} == ${_DEP_RELDIR} && !empty(DPADD)
# host tools that the makefile itself names
_qual += ${DPADD:M${HOST_OBJTOP}/*:S,${HOST_OBJTOP}/,,:H:${NSkipDir}:${DEP_DIRDEPS_FILTER:ts:}:N.:@d@${SRCTOP}/$d.host@:N${_this_dir}.host}
.endif
_qual := ${_qual:M*.host*:${NSkipHostDir}} ${_qual:N*.host*}
_qual := ${_qual:${M_dep_qual_fixes:ts:}:O:u}

.if ${_sp:Mhost*} != ""
_unqual := ${_unqual:@d@$d.${_sp}@:${NSkipHostDir}}
.else
_unqual := ${_unqual:@d@$d.${_sp}@}
.endif
# those of our own configuration first
_edges := ${_unqual} ${_qual}
_edges := ${_edges:N${_edges_of:U}}
_build_dirs += ${_edges}
_build_dirs := ${_build_dirs:O:u}

.if ${DEBUG_DIRDEPS:@x@${_rd:L:M$x}${${_rd}.${_sp}:L:M$x}@} != ""
.info ${_rd}.${_sp}: DIRDEPS='${DIRDEPS:U}' needs: ${_build_dirs}
.endif

.if !empty(_build_dirs)
.if ${BUILD_DIRDEPS_CACHE} == "yes"
_x != { echo 'dirdeps: ${_build_dirs:S,^,\\${.newline}	,}'; \
	echo '${_build_dirs:S,$,\\${.newline}	,:tW}: _DIRDEP_USE'; } >> ${DIRDEPS_CACHE}.new
.else
dirdeps: ${_build_dirs}
${_build_dirs}: _DIRDEP_USE
.endif
.if empty(_edges_of)
.elif ${BUILD_DIRDEPS_CACHE} == "yes"
_x != echo '${_edges_of}: ${_edges:S,^,\\${.newline}	,}' >> ${DIRDEPS_CACHE}.new
.else
${_edges_of}: ${_edges}
.endif
.if !empty(DEP_EXPORT_VARS)
.if ${BUILD_DIRDEPS_CACHE} == "yes"
_x != { ${DEP_EXPORT_VARS:@v@echo '$v=${$v}';@} echo '.export ${DEP_EXPORT_VARS}'; } >> ${DIRDEPS_CACHE}.new
.endif
.export ${DEP_EXPORT_VARS}
DEP_EXPORT_VARS =
.endif

# an edge to a directory that we are still within closes a cycle
.if !empty(_edges_of)
_dirdeps_active.${_edges_of} := ${_edges_of}
_dirdeps_stack := ${_dirdeps_stack:U} ${_edges_of}
.endif
_back := ${_edges:@d@${_dirdeps_active.$d:U}@}
.if !empty(_back)
.include <dirdeps-cycle.mk>
.endif

.for _d in ${_build_dirs}
.if !target(_dirdeps_checked.${_d})
_dirdeps_checked.${_d}: .NOTMAIN
_names := ${_dependfile_names:S;%S;${_d:E};:S;%M;${_d:E:C/,.*//};}
.if ${BUILD_DIRDEPS_CACHE} == "yes"
_looked := ${exists(${_d:R}):?:${_d:R}} ${_names:S,^,${_d:R}/,} ${_dirdeps_beside:S,^,${_d:R}/,}
_x != ${_dirdeps_record}
.endif
.if exists(${_d:R})
_DEP_TARGET_SPEC := ${_d:E}
DEP_MACHINE := ${_d:E:C/,.*//}
_DEP_MACHINE := ${DEP_MACHINE}
DEP_RELDIR := ${_d:R:S,^${SRCTOP}/,,:S,^${SRCTOP}$,.,}
DIRDEPS =
_depfile := ${_names:@f@${exists(${_d:R}/$f):?${_d:R}/$f:}@:[1]}
.if !empty(_depfile)
.include "${_depfile}"
.else
_depdir := ${_d}
.-include <local.dirdeps-missing.mk>
.if ${MK_DIRDEPS_SEED:Uyes} == "yes" && ${.MAKE.MAKEFILE_PREFERENCE:@f@${exists(${_d:R}/$f):?$f:}@} != ""
.if ${BUILD_DIRDEPS_CACHE} == "yes"
_looked := ${.MAKE.MAKEFILE_PREFERENCE:@f@${exists(${_d:R}/$f):?${_d:R}/$f:}@}
_x != ${_dirdeps_record}
.endif
.include <dirdeps-seed.mk>
.endif
.endif
.else
.warning ${_rd} needs ${_d:R:S,^${SRCTOP}/,,}, which does not exist
.endif
.endif
.endfor

_edges_of := ${SRCTOP}${"${_rd}" == ".":?:/${_rd}}.${_sp}
_dirdeps_stack := ${_dirdeps_stack:U:N${_edges_of}}
.undef _dirdeps_active.${_edges_of}
.endif
# the includer may still ask whose Makefile.depend it is
DEP_RELDIR := ${_rd}
_DEP_TARGET_SPEC := ${_sp}
DEP_MACHINE := ${_sp:C/,.*//}
.endfor
.endif
