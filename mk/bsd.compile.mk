# bsd.compile.mk - from SRCS to OBJS; shared by programs and libraries.
#
# Honours:
#   SRCS               sources; may name directories; headers among them are built first
#   OBJS               further objects
#   LIBADD             libraries by name: found in the tree (LIBADD_DIRS) with their headers, or -lname
#   LIB<NAME>DIR       where in the tree library <name> lies, relative to SRCTOP, if not in LIBADD_DIRS
#   INCLUDES_lib<name> flags to find its headers, default -I of its directory (and include/ in it)
#   LIBADD_INCLUDES    no: LIBADD is for linking only
#   LDADD DPADD        linker arguments, and the files behind them

_OBJSRCS := ${SRCS:N*.h:N*.hh:N*.hpp:N*.hxx:N*.sh}
OBJS += ${_OBJSRCS:T:R:@o@$o.o@}

# said explicitly, so that nobody searches suffixes, and a source's directory is respected
.for _s in ${_OBJSRCS:N*.[ly]}
${_s:T:R}.o: ${_s}
.endfor
.for _s in ${_OBJSRCS:M*.[ly]}
${_s:T:R}.o: ${_s:T:R}.c
${_s:T:R}.c: ${_s}
CLEANFILES += ${_s:T:R}.c ${_s:T:R}.h
.endfor

# yacc writes a header beside what it translates; y.tab.h is another name of it
_YHDRS := ${YFLAGS:M-d:D${_OBJSRCS:M*.y:T:R:=.h}}
.for _h in ${_YHDRS}
${_h}: ${_h:R}.c
.if ${SRCS:My.tab.h} != ""
y.tab.h: ${_h}
	cp ${.ALLSRC} ${.TARGET}
CLEANFILES += y.tab.h
.endif
.endfor

# generated headers come before all objects until the first build has told who reads which
_GENHDRS := ${SRCS:M*.h} ${SRCS:M*.hh} ${SRCS:M*.hpp} ${SRCS:M*.hxx} ${_YHDRS}
.if !empty(_GENHDRS)
beforebuild: ${_GENHDRS}
.endif
.if !empty(_GENHDRS) || !empty(_OBJSRCS:M*.[ly])
# what is generated lies in the object directory, and may want what lies beside its source
CPPFLAGS += -I. -I${.CURDIR}
.endif

.if !empty(LIBADD)
LIBADD_DIRS ?= lib/lib%l lib/%l lib%l %l
.for _l in ${LIBADD}
.if !defined(LIB${_l:tu}DIR) && !empty(SRCTOP)
LIB${_l:tu}DIR := ${LIBADD_DIRS:S/%l/${_l}/:@d@${exists(${SRCTOP}/$d/Makefile):?$d:}@:[1]}
.endif
.if !empty(LIB${_l:tu}DIR)
_d.${_l} := ${LIB${_l:tu}DIR}
.if ${LIBADD_INCLUDES:Uyes} == "yes"
INCLUDES_lib${_l} ?= -I${SRCTOP}/${_d.${_l}} ${exists(${SRCTOP}/${_d.${_l}}/include):?-I${SRCTOP}/${_d.${_l}}/include:}
.endif
CPPFLAGS += ${INCLUDES_lib${_l}:U}
.if ${_l} != ${LIB:U}
LIB${_l:tu} ?= ${OBJTOP}/${_d.${_l}}/lib${_l}.a
DPADD += ${LIB${_l:tu}}
LDADD += ${LIB${_l:tu}}
.endif
.else
LDADD += -l${_l}
.endif
.endfor
.endif

# C++ is linked as C++
.if defined(PROG_CXX) || !empty(_OBJSRCS:N*.c:N*.[lysS])
_CCLINK ?= ${CXX} ${CXXFLAGS:N-M*}
.else
_CCLINK ?= ${CC} ${CFLAGS:N-M*}
.endif
.if !empty(CXXSTD)
CXXFLAGS += -std=${CXXSTD}
.endif
.if !empty(CSTD)
CFLAGS += -std=${CSTD}
.endif
