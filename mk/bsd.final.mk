# bsd.final.mk - what programs, libraries and plain directories end with: the makefiles for whatever
# else the Makefile asks for (and only those), install, staging, the local.final.mk hook.

.if !empty(INCS) || !empty(INCSGROUPS)
.include <bsd.incs.mk>
.endif
.if !empty(FILES) || !empty(FILESGROUPS) || !empty(CONFS)
.include <bsd.files.mk>
.endif
.if !empty(SCRIPTS)
.if ${MK_STAGING_PROG} != "yes"
NO_STAGING_SCRIPTS = yes
.endif
_groups := SCRIPTS
_group_kind := scripts BIN SCRIPTSDIR R
.include <bsd.groups.mk>
.endif
.if !empty(LINKS) || !empty(SYMLINKS)
.include <bsd.links.mk>
.endif
.if !empty(MAN) && ${MK_MAN} == "yes"
.include <bsd.man.mk>
.endif
.if !empty(SUBDIR) || !empty(SUBDIR.yes)
.include <bsd.subdir.mk>
.endif
.include <bsd.obj.mk>
.include <bsd.dep.mk>
.-include <local.final.mk>
.if ${MK_STAGING} == "yes"
.include <meta.stage.mk>
.endif

.if make(*install*)
beforeinstall realinstall afterinstall: .PHONY
.endif
