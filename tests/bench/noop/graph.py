"""One build graph in the languages of four programs: N targets, each with recorded inputs out of a pool of shared headers.

For mmk and bmake the inputs stand in .meta files, for ninja in its deps log, for GNU make in an included makefile. Everything
lies in one directory, every target is up to date.
"""
import os
import random
import subprocess
from pathlib import Path

K_MODE = "meta curdirOk=yes missing-meta=yes"


class Graph:
    def __init__(self, top, targets, inputs, headers, mode=K_MODE):
        self.top, self.targets, self.headers, self.mode = Path(top).absolute(), targets, headers, mode
        self.pool = [f"inc/header_{i:04d}.h" for i in range(headers)]
        self.inputs = inputs

    def inputs_of(self, i):
        """Each target's own choice, the same in every language."""
        return sorted(random.Random(i).sample(self.pool, self.inputs))

    def create(self):
        (self.top / "inc").mkdir(parents=True)
        (self.top / "deps").mkdir()
        old = (1_600_000_000, 1_600_000_000)
        for i in range(self.headers):
            self.file(f"inc/header_{i:04d}.h", f"/* {i} */\n", old)
        for i in range(self.targets):
            self.file(f"src_{i}.c", "", old)
        self.write_ninja()
        self.write_make()
        self.write_bmake()
        self.build_with_ninja()
        self.write_metas()

    def file(self, name, text, when=None):
        path = self.top / name
        path.write_text(text)
        if when:
            os.utime(path, when)

    @staticmethod
    def command(i):
        return f": > obj_{i}.o"

    def write_ninja(self):
        lines = ["rule cc", "  command = : > $out", "  deps = gcc", "  depfile = deps/$out.d"]
        lines += [f"build obj_{i}.o: cc src_{i}.c" for i in range(self.targets)]
        self.file("build.ninja", "\n".join(lines) + "\n")

    def write_make(self):
        names = " ".join(f"obj_{i}.o" for i in range(self.targets))
        rules = [f"obj_{i}.o: src_{i}.c {' '.join(self.inputs_of(i))}\n\t{self.command(i)}\n" for i in range(self.targets)]
        self.file("gnu.mk", f"MAKEFLAGS += -rR\nall: {names}\n" + "".join(rules))

    def write_bmake(self):
        names = " ".join(f"obj_{i}.o" for i in range(self.targets))
        rules = [f"obj_{i}.o: src_{i}.c\n\t{self.command(i)}\n" for i in range(self.targets)]
        rules.append("extra: trigger\n\t: > extra\n")  # to have something to make, see trigger()
        self.file("trigger", "", (1_600_000_000, 1_600_000_000))
        self.file("Makefile", f".MAKE.MODE = {self.mode}\n.MAIN: all\nall: extra {names}\n" + "".join(rules))

    def trigger(self):
        """One target that ninja does not know is out of date for mmk and bmake."""
        os.utime(self.top / "trigger")

    def build_with_ninja(self):
        """Makes the outputs, and with them ninja's logs."""
        for i in range(self.targets):
            self.file(f"deps/obj_{i}.o.d", f"obj_{i}.o: src_{i}.c {' '.join(self.inputs_of(i))}\n")
        subprocess.run(["ninja", "-C", str(self.top)], check=True, stdout=subprocess.DEVNULL)

    def write_metas(self):
        for i in range(self.targets):
            reads = "".join(f"R 4002 {h}\n" for h in self.inputs_of(i))
            self.file(f"obj_{i}.o.meta", f"""# Meta data file {self.top}/obj_{i}.o.meta
CMD {self.command(i)}
CWD {self.top}
TARGET obj_{i}.o
-- command output --

-- filemon acquired metadata --
# filemon version 5
# Target pid 4001
# Start 1700000000.000000
V 5
E 4001 /bin/sh
R 4001 /etc/ld.so.cache
F 4001 4002
E 4002 /usr/bin/cc
R 4002 src_{i}.c
{reads}W 4002 obj_{i}.o
X 4002 0 0
X 4001 0 0
# Stop 1700000000.100000
# Bye bye
""")
