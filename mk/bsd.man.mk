# bsd.man.mk - manual pages.
#
# Honours: MAN (pages, section by suffix), MLINKS (pairs "page alias"), MANDIR, MANSUBDIR, MAN_GZIP
# (compress when installing), MK_MAN=no (none of this).

maninstall: .PHONY .NOTMAIN
.if make(*install*)
afterinstall: maninstall
maninstall: ${MAN} realinstall
.for _m in ${MAN}
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${MANDIR}${_m:E}${MANSUBDIR}
.if defined(MAN_GZIP)
	gzip -cn9 ${.ALLSRC:M*${_m:T}} > ${DESTDIR}${MANDIR}${_m:E}${MANSUBDIR}/${_m:T}.gz
.else
	${INSTALL} ${_MAN_OWN} -m ${MANMODE} ${.ALLSRC:M*${_m:T}} ${DESTDIR}${MANDIR}${_m:E}${MANSUBDIR}
.endif
.endfor
.for _p _a in ${MLINKS}
	ln -sf ../man${_p:E}/${_p}${MAN_GZIP:D.gz} ${DESTDIR}${MANDIR}${_a:E}${MANSUBDIR}/${_a}${MAN_GZIP:D.gz}
.endfor
.endif
.if !defined(_SKIP_BUILD)
realbuild: ${MAN}
.endif
