"""The projects that diff-bmake puts before both programs. Data only.

Each case: a makefile library, files (text by path), extra command line words, and the goals whose -n output is compared.
Sources are empty stand-ins: nothing is compiled under -n.
"""
from dataclasses import dataclass, field

K_BMAKE = "/usr/share/bmake/mk-bmake"
K_NETBSD = "/usr/share/bmake/mk-netbsd"
K_CONFIGURE = "/usr/share/mk-configure/mk"


@dataclass
class Case:
    name: str
    library: str
    files: dict
    flags: list = field(default_factory=list)
    goals: list = field(default_factory=lambda: ["all", "install", "clean", "depend"])
    copy_of: str = ""


def program(include, *lines, sources=("main.c", "util.c"), **extra):
    text = "\n".join(["PROG=\tprog", "SRCS=\t" + " ".join(sources), *lines, f".include <{include}>", ""])
    return {"Makefile": text, **{s: "" for s in sources}, **extra}


def library(include, *lines, sources=("one.c", "two.c"), **extra):
    text = "\n".join(["LIB=\tthing", "SRCS=\t" + " ".join(sources), *lines, f".include <{include}>", ""])
    return {"Makefile": text, **{s: "" for s in sources}, **extra}


def tree(prefix, include_subdir, include_prog):
    files = {"Makefile": f"SUBDIR=\tone two .WAIT three\n.include <{include_subdir}>\n"}
    for d in ("one", "two", "three"):
        files[f"{d}/Makefile"] = f"PROG=\t{d}\n{prefix}.include <{include_prog}>\n"
        files[f"{d}/{d}.c"] = ""
    return files


def cases():
    rows = [
        Case("bmake-prog", K_BMAKE, program("prog.mk", "MAN=\tprog.1", **{"prog.1": ""})),
        Case("bmake-prog-nothing-said", K_BMAKE, {"Makefile": "PROG=\tprog\nMAN=\n.include <prog.mk>\n", "prog.c": ""}),
        Case("bmake-prog-c++", K_BMAKE, program("prog.mk", "MAN=", sources=("a.cc", "b.cpp", "c.c"))),
        Case("bmake-prog-lex-yacc", K_BMAKE, program("prog.mk", "MAN=", "YFLAGS+=-d", sources=("p.y", "l.l", "m.c"))),
        Case("bmake-prog-flags", K_BMAKE, program("prog.mk", "MAN=", "CFLAGS+=\t-DX=1 -I${.CURDIR}/inc",
                                                  "CFLAGS.util.c=\t-O0", "LDADD=\t-lm", "BINDIR=\t/opt/bin")),
        Case("bmake-prog-path", K_BMAKE, program("prog.mk", "MAN=", ".PATH: ${.CURDIR}/src", sources=("m.c",),
                                                 **{"src/far.c": ""})),
        Case("bmake-prog-objdir", K_BMAKE, program("prog.mk", "MAN=", **{"obj/keep": ""})),
        Case("bmake-prog-debug", K_BMAKE, program("prog.mk", "MAN="), ["DEBUG_FLAGS=-g3", "-DNO_MAN"]),
        Case("bmake-progs", K_BMAKE, {"Makefile": "PROGS=\ta b\nSRCS.a=\ta.c x.c\nSRCS.b=\tb.c\nMAN=\n"
                                      ".include <progs.mk>\n", "a.c": "", "b.c": "", "x.c": ""}),
        Case("bmake-lib", K_BMAKE, library("lib.mk", "MAN=")),
        Case("bmake-lib-shared", K_BMAKE, library("lib.mk", "SHLIB_MAJOR=\t1", "SHLIB_MINOR=\t2", "MAN=")),
        Case("bmake-lib-man-incs", K_BMAKE, library("lib.mk", "MAN=\tthing.3", "INCS=\tthing.h", "INCSDIR=\t/usr/include",
                                                    **{"thing.3": "", "thing.h": ""})),
        Case("bmake-lib-pic-profile", K_BMAKE, library("lib.mk", "MAN=", "MK_PIC=\tyes", "MK_PROFILE=\tyes")),
        Case("bmake-subdir", K_BMAKE, tree("MAN=\n", "subdir.mk", "prog.mk")),
        Case("bmake-man", K_BMAKE, {"Makefile": "MAN=\ta.1 b.5 c.8\nMLINKS=\ta.1 d.1\n.include <man.mk>\n",
                                    "a.1": "", "b.5": "", "c.8": ""}),
        Case("bmake-files", K_BMAKE, {"Makefile": "FILES=\ta b\nFILESDIR=\t/etc/x\nSCRIPTS=\ts.sh\nSCRIPTSDIR=/bin\n"
                                      ".include <files.mk>\n.include <scripts.mk>\n", "a": "", "b": "", "s.sh": ""}),
        Case("bmake-options", K_BMAKE, {"Makefile": "OPTIONS_DEFAULT_YES=\tAPPLE PEAR\nOPTIONS_DEFAULT_NO=\tPLUM\n"
                                        "OPTIONS_DEFAULT_DEPENDENT=\tFIG/PLUM KIWI/APPLE\n.include <options.mk>\n"
                                        "all:\n\t@echo ${MK_APPLE} ${MK_PEAR} ${MK_PLUM} ${MK_FIG} ${MK_KIWI}\n"},
             ["-DWITHOUT_PEAR", "WITH_PLUM=1"], ["all"]),
        Case("bmake-own", K_BMAKE, {"Makefile": "all:\n\t@echo ${MACHINE}\n.include <own.mk>\n"}, goals=["all"]),
        Case("netbsd-prog", K_NETBSD, program("bsd.prog.mk", "NOMAN=1")),
        Case("netbsd-prog-man", K_NETBSD, program("bsd.prog.mk", "MAN=\tprog.1 other.8", **{"prog.1": "", "other.8": ""})),
        Case("netbsd-prog-flags", K_NETBSD, program("bsd.prog.mk", "NOMAN=1", "WARNS=\t3", "CPPFLAGS+=\t-DA",
                                                    "COPTS.util.c=\t-O0", "LDADD+=-lm", "DPADD+=${LIBM}")),
        Case("netbsd-prog-lex-yacc", K_NETBSD, program("bsd.prog.mk", "NOMAN=1", sources=("p.y", "l.l", "m.c"))),
        Case("netbsd-prog-c++", K_NETBSD, program("bsd.prog.mk", "NOMAN=1", sources=("a.cc", "b.C", "c.c"))),
        Case("netbsd-progs", K_NETBSD, {"Makefile": "PROGS=\ta b\nSRCS.a=\ta.c x.c\nSRCS.b=\tb.c\nNOMAN=1\n"
                                        ".include <bsd.prog.mk>\n", "a.c": "", "b.c": "", "x.c": ""}),
        Case("netbsd-lib", K_NETBSD, library("bsd.lib.mk", "NOMAN=1")),
        Case("netbsd-lib-shared", K_NETBSD, library("bsd.lib.mk", "NOMAN=1", **{"shlib_version": "major=2\nminor=1\n"})),
        Case("netbsd-subdir", K_NETBSD, tree("NOMAN=1\n", "bsd.subdir.mk", "bsd.prog.mk")),
        Case("netbsd-man", K_NETBSD, {"Makefile": "MAN=\ta.1 b.5\nMLINKS=\ta.1 d.1\n.include <bsd.man.mk>\n",
                                      "a.1": "", "b.5": ""}),
        Case("netbsd-files-links", K_NETBSD, {"Makefile": "FILES=\ta b\nFILESDIR=\t/etc/x\nFILESNAME_b=\tc\n"
                                              "SYMLINKS=\t/x /y\nLINKS=\t/p /q\n.include <bsd.files.mk>\n"
                                              ".include <bsd.links.mk>\n", "a": "", "b": ""}),
        Case("netbsd-info", K_NETBSD, {"Makefile": "TEXINFO=\ta.texi\n.include <bsd.info.mk>\n", "a.texi": ""}),
        Case("netbsd-own", K_NETBSD, {"Makefile": "all:\n\t@echo ${MACHINE}\n.include <bsd.own.mk>\n"}, goals=["all"]),
        Case("bsdowl-script", K_NETBSD, {"Makefile": "SCRIPT=\tone.sh two.pl\nREPLACE=\tPREFIX\n.include \"misc.script.mk\"\n",
                                         "one.sh": "", "two.pl": ""}),
        Case("bsdowl-latex", K_NETBSD, {"Makefile": "DOC=\tpaper.tex\nSRCS=\tintro.tex\n.include \"latex.doc.mk\"\n",
                                        "paper.tex": "", "intro.tex": ""}),
        Case("bsdowl-tex", K_NETBSD, {"Makefile": "DOC=\tpaper.tex\n.include \"tex.doc.mk\"\n", "paper.tex": ""}),
        Case("bsdowl-ocaml-prog", K_NETBSD, {"Makefile": "PROG=\tapp\nSRCS=\ta.ml b.ml\nLIBS=\tunix\n"
                                             "TARGET=\tbyte_code|native_code\n.include \"ocaml.prog.mk\"\n", "a.ml": "", "b.ml": ""}),
        Case("bsdowl-ocaml-lib", K_NETBSD, {"Makefile": "LIB=\tkit\nSRCS=\ta.ml b.ml\n.include \"ocaml.lib.mk\"\n",
                                            "a.ml": "", "b.ml": "", "a.mli": ""}),
        Case("bsdowl-www", K_NETBSD, {"Makefile": "WWW=\tindex.html\nWWWDIR=\t/srv\n.include \"www.files.mk\"\n", "index.html": ""}),
        Case("bsdowl-dotfile", K_NETBSD, {"Makefile": "DOTFILE=\tprofile\n.include \"misc.dotfile.mk\"\n", "profile": ""}),
        Case("bsdowl-subdir", K_NETBSD, {"Makefile": "SUBDIR=\ta b\n.include \"bps.subdir.mk\"\n",
                                         "a/Makefile": "SCRIPT=\ts.sh\n.include \"misc.script.mk\"\n", "a/s.sh": "",
                                         "b/Makefile": "SCRIPT=\tt.sh\n.include \"misc.script.mk\"\n", "b/t.sh": ""}),
    ]
    return rows
