# bsd.lib.mk - a library.
#
#   LIB= foo
#   SRCS= foo.c bar.c
#   .include <bsd.lib.mk>
#
# Honours:
#   LIB                name without "lib"; lib${LIB}.a is built unless NO_ARCHIVE is set
#   SHLIB              the same for a library that is shared only
#   SHLIB_MAJOR        set: a shared library lib${LIB}.so.${SHLIB_MAJOR} as well; SHLIB_NAME to name it
#   VERSION_MAP        a version script for it
#   NO_PIC NO_SHARED   no shared library after all
#   INTERNALLIB        an archive only, not installed, not staged
#   INCS INCSDIR       headers to install (bsd.incs.mk); LIBDIR SHLIBDIR LIBMODE
#   SRCS LIBADD LDADD DPADD CFLAGS ...  as for programs (bsd.compile.mk)

.if !target(__bsd.lib.mk__)
__bsd.lib.mk__: .NOTMAIN .PHONY
.include <bsd.init.mk>

.if !empty(SHLIB) && empty(LIB)
LIB = ${SHLIB}
NO_ARCHIVE = yes
.endif
.if !empty(LIB)
SRCS ?= ${LIB}.c
.endif
.include <bsd.compile.mk>

PICO ?= .pico
PICFLAG ?= -fPIC
_LIBS ?=

.if !empty(LIB)
.if !defined(NO_ARCHIVE)
_LIBS += lib${LIB}.a
# start afresh: ar would keep the members of objects that are no more
lib${LIB}.a: ${OBJS}
	@${META_NOECHO} building static ${LIB} library
	@rm -f ${.TARGET}
	${AR} ${ARFLAGS} ${.TARGET} ${OBJS}
CLEANFILES += lib${LIB}.a ${OBJS}
.endif

.if defined(INTERNALLIB)
NO_SHARED = yes
.elif !defined(SHLIB_NAME) && !empty(SHLIB_MAJOR)
SHLIB_NAME = lib${LIB}.so.${SHLIB_MAJOR}
.endif
.if !empty(SHLIB_NAME) && !defined(NO_PIC) && !defined(NO_SHARED)
SHLIB_LINK ?= lib${LIB}.so
SOBJS += ${OBJS:.o=${PICO}}
_LIBS += ${SHLIB_NAME}
.for _s in ${_OBJSRCS:N*.[ly]}
${_s:T:R}${PICO}: ${_s}
.endfor
.for _s in ${_OBJSRCS:M*.[ly]}
${_s:T:R}${PICO}: ${_s:T:R}.c
.endfor
.c${PICO}:
	${COMPILE.c} ${PICFLAG} -DPIC -o ${.TARGET} ${.IMPSRC}
${CXX_SUFFIXES:%=%${PICO}}:
	${COMPILE.cc} ${PICFLAG} -DPIC -o ${.TARGET} ${.IMPSRC}
.S${PICO}:
	${COMPILE.S} ${PICFLAG} -DPIC -o ${.TARGET} ${.IMPSRC}
.if !empty(VERSION_MAP)
LDFLAGS += -Wl,--version-script=${VERSION_MAP:C,^[^/],${.CURDIR}/&,}
${SHLIB_NAME}: ${VERSION_MAP}
.endif
${SHLIB_NAME}: ${SOBJS} ${DPADD}
	@${META_NOECHO} building shared library ${.TARGET}
	@rm -f ${.TARGET} ${SHLIB_LINK}
.if ${SHLIB_LINK} != ${SHLIB_NAME}
	@ln -s ${.TARGET} ${SHLIB_LINK}
.endif
	${:U${_CCLINK} ${LDFLAGS}:M*} -shared -Wl,-soname,${SONAME:U${.TARGET}} -o ${.TARGET} \
	    ${:U${SOBJS} ${LDADD}:M*}
CLEANFILES += ${SHLIB_NAME} ${SHLIB_LINK} ${SOBJS}
.endif
.endif

.if !defined(_SKIP_BUILD)
realbuild: ${_LIBS}
.endif

.if make(*install*) && !empty(_LIBS) && !defined(INTERNALLIB) && !target(realinstall)
realinstall: _libinstall
_libinstall: beforeinstall .PHONY
	${INSTALL} -d -m ${DIRMODE} ${DESTDIR}${LIBDIR} ${DESTDIR}${SHLIBDIR}
.if !empty(_LIBS:M*.a)
	${INSTALL} ${_LIB_OWN} -m ${LIBMODE} ${_LIBS:M*.a} ${DESTDIR}${LIBDIR}
.endif
.if !empty(SHLIB_LINK)
	${INSTALL} ${_LIB_OWN} -m ${SHLIBMODE} ${SHLIB_NAME} ${DESTDIR}${SHLIBDIR}
.if ${SHLIB_LINK} != ${SHLIB_NAME}
	ln -sf ${SHLIB_NAME} ${DESTDIR}${SHLIBDIR}/${SHLIB_LINK}
.endif
.endif
.endif

.if ${MK_STAGING} == "yes" && !empty(_LIBS) && !defined(INTERNALLIB)
STAGE_LIBDIR ?= ${STAGE_OBJTOP}${LIBDIR}
stage_libs: ${_LIBS}
.endif

.include <bsd.final.mk>
.endif
