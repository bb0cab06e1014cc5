# bsd.files.mk - plain files to install and stage.
#
# Honours:
#   FILES FILESDIR     files and where to (default BINDIR); CONFS (to /etc)
#   FILESGROUPS        names of further lists; what may be said of each: bsd.groups.mk

FILESGROUPS ?= FILES
.if !empty(CONFS)
FILESGROUPS += CONFS
CONFSDIR ?= /etc
.endif
_groups := ${FILESGROUPS}
_group_kind := files SHARE FILESDIR T
.include <bsd.groups.mk>
