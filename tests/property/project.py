"""A generated project tree: what is in it, and the makefiles that build it.

The tree is chosen by a seeded random number generator and holds the things builds go wrong with: headers found along
several -I directories (the first one empty at first, so that headers can be shadowed), a header made by a script, a
directory whose listing is an output, a symbolic link, an archive, an install step outside the object directory, and a
recursive make. No makefile names a header.
"""
import os
from pathlib import Path

K_INCLUDE_DIRS = ["shadow", "inc1", "inc2"]


class Project:
    def __init__(self, top, rng, mode):
        self.top, self.rng, self.mode = Path(top), rng, mode
        self.modules = [f"m{i}" for i in range(rng.randint(3, 6))]
        self.headers = [f"h{i}.h" for i in range(rng.randint(3, 7))]
        self.flags = {m: 0 for m in self.modules}
        self.common_flag = 0
        self.makefile_comment = 0
        self.source, self.dest = self.top / "src", self.top / "dest"
        self.objects = Path(f"{self.top}/objs{self.source}")

    def path(self, name):
        return self.source / name

    def write(self, name, text):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    # -- the first state -------------------------------------------------------------------------------------------

    def create(self):
        for d in K_INCLUDE_DIRS + ["data", "sub"]:
            self.path(d).mkdir(parents=True)
        self.dest.mkdir(parents=True)
        for i, h in enumerate(self.headers):
            deeper = [x for x in self.headers[i + 1:] if self.rng.random() < 0.4]
            self.write(self.rng.choice(["inc1/", "inc2/"]) + h, self.header_text(h, deeper))
        for m in self.modules:
            used = [h for h in self.headers if self.rng.random() < 0.5]
            self.write(m + ".c", self.module_text(m, used, self.rng.random() < 0.5))
        names = " + ".join(f"{m}()" for m in self.modules)
        declarations = "".join(f"int {m}(void);\n" for m in self.modules)
        self.write("main.c", f'#include <stdio.h>\n{declarations}int main(void) {{ printf("%d\\n", {names}); return 0; }}\n')
        self.write("gen.in", "17\n")
        self.write("gen.sh", "#!/bin/sh\necho \"#define GENERATED $(cat \"$1\")\"\n")
        self.write("tool.sh", "#!/bin/sh\nwhile read -r line; do echo \"<$line>\"; done\n")
        for s in ("gen.sh", "tool.sh"):
            self.path(s).chmod(0o755)
        for i in range(3):
            self.write(f"data/d{i}", f"data {i}\n")
        for v in "ab":
            self.write("config." + v, f"configuration {v}\n")
        os.symlink("config.a", self.path("config"))
        self.write("sub/word", "sub\n")
        self.write_makefiles()

    @staticmethod
    def header_text(name, deeper, value=1):
        macro = name.replace(".", "_").upper()
        lines = "".join(f'#include "{d}"\n' for d in deeper)
        total = " + ".join(["%d" % value] + [d.replace(".", "_").upper() for d in deeper])
        return f"#ifndef G_{macro}\n#define G_{macro}\n{lines}#define {macro} ({total})\n#endif\n"

    @staticmethod
    def module_text(name, used, generated):
        includes = "".join(f'#include "{h}"\n' for h in used) + ('#include "gen.h"\n' if generated else "")
        total = " + ".join(["FLAG", "COMMON"] + [h.replace(".", "_").upper() for h in used] + (["GENERATED"] if generated else []))
        return f"{includes}int {name}(void) {{ return {total}; }}\n"

    # -- the makefiles ---------------------------------------------------------------------------------------------

    def write_makefiles(self):
        self.write("Makefile", self.makefile())
        self.write("sub/Makefile", f"# {self.makefile_comment}\n.MAIN: all\n.MAKE.MODE = {self.mode}\nall: sub.out\n"
                   "sub.out: word\n\tcat ${.ALLSRC} > ${.TARGET}\n\t@cat ${.CURDIR}/../inc1/h*.h | wc -c >> ${.TARGET}\n")

    def makefile(self):
        objects = " ".join(m + ".o" for m in self.modules)
        includes = " ".join("-I${.CURDIR}/" + d for d in K_INCLUDE_DIRS) + " -I."
        per_module = "".join(f"FLAG.{m}.o = {self.flags[m]}\n" for m in self.modules)
        return f"""# {self.makefile_comment}
.MAIN: all
.MAKE.MODE = {self.mode}
{per_module}FLAG.main.o = 0
all: prog run.out list.out all.out config.out shout.out installed sub

{objects} main.o: ${{.TARGET:R}}.c gen.h
\tcc -O0 -DFLAG=${{FLAG.${{.TARGET}}}} -DCOMMON={self.common_flag} {includes} -c -o ${{.TARGET}} ${{.CURDIR}}/${{.TARGET:R}}.c
gen.h: gen.in
\t${{.CURDIR}}/gen.sh ${{.ALLSRC}} > ${{.TARGET}}.new
\tmv ${{.TARGET}}.new ${{.TARGET}}
libm.a: {objects}
\trm -f ${{.TARGET}}
\tar crsD ${{.TARGET}} {objects}
prog: main.o libm.a
\tcc -o ${{.TARGET}} main.o libm.a
run.out: prog
\t./prog > ${{.TARGET}}
list.out:
\tls ${{.CURDIR}}/data > ${{.TARGET}}
all.out:
\tcat ${{.CURDIR}}/data/* > ${{.TARGET}}
config.out:
\tcat ${{.CURDIR}}/config > ${{.TARGET}}
shout.out: config.out
\t${{.CURDIR}}/tool.sh < config.out | tr a-z A-Z > ${{.TARGET}}
installed: prog list.out
\tcp prog list.out {self.dest}
\techo installed > ${{.TARGET}}
sub: .PHONY .MAKE
\t@cd ${{.CURDIR}}/sub && ${{MAKE}} -r
"""
