# GoogleTest's two libraries and one sample program. No header is named anywhere in this file: in META_MODE every compile
# is watched, and what it read (and looked for in vain) is kept in the .meta file beside its object.
.MAIN: all
.MAKE.MODE = meta verbose missing-meta=yes missing-filemon=yes digest=${DIGEST:Uyes}

GTEST = ${.CURDIR}/googletest
GMOCK = ${.CURDIR}/googlemock
.PATH: ${GTEST}/src ${GTEST}/samples ${GMOCK}/src

CXX ?= c++
# OVERLAY comes first on the include path, and is empty to begin with.
INCLUDES = -I${OVERLAY} -I${GTEST}/include -I${GTEST} -I${GMOCK}/include -I${GMOCK}
CXXFLAGS = -std=c++14 -O0

OBJS.libgtest.a = gtest.o gtest-assertion-result.o gtest-death-test.o gtest-filepath.o gtest-matchers.o gtest-port.o \
	gtest-printers.o gtest-test-part.o gtest-typed-test.o gtest_main.o
OBJS.libgmock.a = gmock.o gmock-cardinalities.o gmock-internal-utils.o gmock-matchers.o gmock-spec-builders.o
OBJS.sample1_unittest = sample1.o sample1_unittest.o

.SUFFIXES: .cc .o
.cc.o:
	${CXX} ${CXXFLAGS} ${CXXFLAGS.${.TARGET}} ${INCLUDES} -c -o ${.TARGET} ${.IMPSRC}

all: sample1_unittest libgmock.a

.for lib in libgtest.a libgmock.a
${lib}: ${OBJS.${lib}}
	rm -f ${.TARGET}
	ar crsD ${.TARGET} ${.ALLSRC}
.endfor

sample1_unittest: ${OBJS.sample1_unittest} libgtest.a
	${CXX} -o ${.TARGET} ${.ALLSRC} -pthread
