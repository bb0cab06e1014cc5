"""A generated project tree: what is in it, and the makefiles that build it.

The tree is chosen by a seeded random number generator and holds the things builds go wrong with: headers found along
several -I directories (the first one empty at first, so that headers can be shadowed; one a symbolic link), a header made
by a script, a source made by a program that is itself built, a tool found along PATH, a directory whose listing is an
output, a symbolic link, an archive made at once and one made member by member, an install step outside the object
directory, and a recursive make. No makefile names a header.

The compiler is either cc or fakecc (see there), which does nothing but follow #include lines, and so is fast.
"""
import os
from pathlib import Path

K_INCLUDE_DIRS = ["shadow", "inc1", "inc2", "alt"]


class Project:
    """`digests`: content decides; without, an edit has to show in a time stamp or a listing."""

    def __init__(self, top, rng, digests, fakecc=None, more_words=""):
        self.top, self.rng, self.digests = Path(top), rng, digests
        self.real, self.cc = fakecc is None, str(fakecc or "cc -O0")
        self.mode = "meta verbose missing-meta=yes missing-filemon=yes" + (" digest=yes" if digests else "") + more_words
        self.modules = [f"m{i}" for i in range(rng.randint(2, 5))]
        self.headers = [f"h{i}.h" for i in range(rng.randint(3, 7))]
        self.flags = {m: 0 for m in self.modules}
        self.common_flag = 0
        self.makefile_comment = 0
        self.history = []  # of files: path, bytes, time
        self.source, self.dest = self.top / "src", self.top / "dest"
        self.objects = Path(f"{self.top}/objs{self.source}")

    def path(self, name):
        return self.source / name

    def write(self, name, text):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def script(self, name, text):
        self.write(name, "#!/bin/sh\nset -e\n" + text)
        self.path(name).chmod(0o755)

    def snapshot(self):
        """All that a clean build can depend on: names, kinds, modes and bytes of the sources, and no times."""
        found = {}
        for f in sorted(self.source.rglob("*")):
            content = os.readlink(f) if f.is_symlink() else f.read_bytes() if f.is_file() else "directory"
            found[str(f)] = (content, f.stat().st_mode if f.exists() else 0)
        return found

    # -- the first state -------------------------------------------------------------------------------------------

    def create(self):
        for d in ["shadow", "inc1", "inc2", "data", "sub", "bin1", "bin2"]:
            self.path(d).mkdir(parents=True)
        self.dest.mkdir(parents=True)
        for i, h in enumerate(self.headers):
            deeper = [x for x in self.headers[i + 1:] if self.rng.random() < 0.4]
            self.write(self.rng.choice(["inc1/", "inc2/"]) + h, self.header_text(h, deeper))
        self.write("inc1/base.h", "#define BASE 1\n")
        for v, n in ("a", 1), ("b", 2):
            self.write(f"alt.{v}/alt.h", f"#define ALT {n}\n")
            self.write("config." + v, f"configuration {v}\n")
        os.symlink("alt.a", self.path("alt"))
        os.symlink("config.a", self.path("config"))
        for m in self.modules:
            self.write(m + ".c", self.module_text(m))
        self.write("main.c", self.main_text())
        self.write("gen.in", "17\n")
        self.script("gen.sh", 'read -r value < "$1"\necho "#define GENERATED $value"\n')
        self.script("tool.sh", 'while read -r line; do echo "<$line>"; done\n')
        self.script("bin2/filter", "sort\n")
        self.write("mkgen.c", self.generator_text())
        self.write("table.in", "one two three\n")
        for i in range(2):
            self.write(f"n{i}.c", f'#include "{self.headers[i]}"\nint n{i}(void) {{ return {i} + {self.macro(self.headers[i])}; }}\n')
        for i in range(3):
            self.write(f"data/d{i}", f"data {i}\n")
        self.write("sub/word", "sub\n")
        self.write_makefiles()

    @staticmethod
    def macro(header):
        return header.replace(".", "_").upper()

    def header_text(self, name, deeper, value=1):
        macro = self.macro(name)
        lines = "".join(f'#include "{d}"\n' for d in deeper)
        total = " + ".join(["%d" % value] + [self.macro(d) for d in deeper])
        return f"#ifndef G_{macro}\n#define G_{macro}\n{lines}#define {macro} ({total})\n#endif\n"

    def module_text(self, name):
        used = [h for h in self.headers if self.rng.random() < 0.5]
        includes = "".join(f'#include "{h}"\n' for h in used)
        terms = ["FLAG", "COMMON"] + [self.macro(h) for h in used]
        for header, term in ("gen.h", "GENERATED"), ("alt.h", "ALT"):
            if self.rng.random() < 0.5:
                includes += f'#include "{header}"\n'
                terms.append(term)
        return f"{includes}int {name}(void) {{ return {' + '.join(terms)}; }}\n"

    def generator_text(self):
        """Of a program that makes a source; without a compiler, its translation is a copy."""
        if not self.real:
            return '#!/bin/sh\nprintf "int table(void) { return %d; }\\n" $(wc -c < "$1")\n'
        return ('#include <stdio.h>\nint main(int c, char** v) { FILE* f = fopen(v[c - 1], "r"); int n = 0;\n'
                '  while (fgetc(f) != EOF) { n++; }\n  printf("int table(void) { return %d; }\\n", n); return 0; }\n')

    def main_text(self):
        functions = [f"{m}()" for m in self.modules] + ["table()"]
        declarations = "".join(f"int {f[:-2]}(void);\n" for f in functions)
        return (f'#include <stdio.h>\n{declarations}'
                f'int main(void) {{ printf("%d\\n", {" + ".join(functions)}); return 0; }}\n')

    # -- the makefiles ---------------------------------------------------------------------------------------------

    def write_makefiles(self):
        self.write("Makefile", self.makefile())
        self.write("sub/Makefile", f"# {self.makefile_comment}\n.MAIN: all\n.MAKE.MODE = {self.mode}\nall: sub.out\n"
                   "sub.out: word\n\tcat ${.ALLSRC} > ${.TARGET}\n\t@cat ${.CURDIR}/../inc1/*.h >> ${.TARGET}\n")

    def makefile(self):
        objects = " ".join(m + ".o" for m in self.modules)
        includes = " ".join("-I${.CURDIR}/" + d for d in K_INCLUDE_DIRS) + " -I."
        per_module = "".join(f"FLAG.{m}.o = {self.flags[m]}\n" for m in self.modules)
        members = "".join(f"libn.a(n{i}.o): n{i}.c\n\t{self.cc} {includes} -c -o n{i}.o ${{.CURDIR}}/n{i}.c\n\tar rcU libn.a n{i}.o\n"
                          for i in range(2))
        make_generator = f"{self.cc} -o mkgen ${{.CURDIR}}/mkgen.c" if self.real else "cp ${.CURDIR}/mkgen.c mkgen; chmod +x mkgen"
        run = "./prog" if self.real else "cksum prog"
        return f"""# {self.makefile_comment}
.MAIN: all
.MAKE.MODE = {self.mode}
.MAKE.META.BAILIWICK = {self.dest}
{per_module}FLAG.main.o = 0
all: own sub
own: prog run.out list.out all.out config.out shout.out path.out installed members.out

{objects} main.o: ${{.TARGET:R}}.c gen.h
\t{self.cc} -DFLAG=${{FLAG.${{.TARGET}}}} -DCOMMON={self.common_flag} {includes} -c -o ${{.TARGET}} ${{.CURDIR}}/${{.TARGET:R}}.c
gen.h: gen.in
\t${{.CURDIR}}/gen.sh ${{.ALLSRC}} > ${{.TARGET}}.new
\tmv ${{.TARGET}}.new ${{.TARGET}}
mkgen: mkgen.c
\t{make_generator}
table.c: mkgen table.in
\t./mkgen ${{.CURDIR}}/table.in > ${{.TARGET}}
table.o: table.c
\t{self.cc} -c -o ${{.TARGET}} table.c
libm.a: {objects} table.o
\trm -f ${{.TARGET}}
\tar crsD ${{.TARGET}} {objects} table.o
prog: main.o libm.a
\t{self.cc} -o ${{.TARGET}} main.o libm.a
run.out: prog
\t{run} > ${{.TARGET}}
list.out:
\tls ${{.CURDIR}}/data > ${{.TARGET}}
all.out:
\tcat ${{.CURDIR}}/data/* > ${{.TARGET}}
config.out:
\tcat ${{.CURDIR}}/config > ${{.TARGET}}
shout.out: config.out
\t${{.CURDIR}}/tool.sh < config.out > shout.tmp
\ttr a-z A-Z < shout.tmp > ${{.TARGET}}
path.out: all.out
\tPATH=${{.CURDIR}}/bin1:${{.CURDIR}}/bin2:$$PATH; filter < all.out > ${{.TARGET}}
installed: prog list.out
\tcp prog list.out {self.dest}
\techo installed > ${{.TARGET}}
sub: .PHONY .MAKE
\t@cd ${{.CURDIR}}/sub && ${{MAKE}} -r

members.out: libn.a
\tar p libn.a n0.o n1.o > ${{.TARGET}}
libn.a: libn.a(n0.o) libn.a(n1.o)
.ORDER: libn.a(n0.o) libn.a(n1.o)
{members}"""
