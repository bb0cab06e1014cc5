"""Random edits of a generated project, each a function of (project, rng) that returns a line saying what it did.

Edits leave the project buildable, except `syntax_error`: after it a build must fail, and mend() follows.
"""
import os
import shutil

K_EDITS = []  # (function, weight)
K_REMAKES = {}  # name of an edit -> what it may remake at most while content decides
K_NEEDS_DIGESTS = set()  # names of edits that no time stamp betrays


def edit(weight=1, remakes=None, needs_digests=False):
    def register(function):
        K_EDITS.append((function, weight))
        if remakes is not None:
            K_REMAKES[function.__name__] = set(remakes)
        if needs_digests:
            K_NEEDS_DIGESTS.add(function.__name__)
        return function

    return register


def pick(project, rng):
    known = [(f, w) for f, w in K_EDITS if project.digests or f.__name__ not in K_NEEDS_DIGESTS]
    return rng.choices([f for f, _ in known], [w for _, w in known])[0]


def bump(text, rng):
    """The same text with one number in it changed."""
    digits = [i for i, c in enumerate(text) if c.isdigit() and (i == 0 or not (text[i - 1].isalnum() or text[i - 1] == "_"))]
    if not digits:
        return text + f"// {rng.randint(0, 9)}\n"
    i = rng.choice(digits)
    return text[:i] + str(rng.randint(1, 9)) + text[i + 1:]


def header_files(p):
    return sorted(f for d in ("shadow", "inc1", "inc2", "alt.a", "alt.b") for f in p.path(d).iterdir())


def data_files(p):
    return sorted(p.path("data").iterdir())


def sources(p):
    return [p.path(m + ".c") for m in p.modules] + [p.path(n) for n in ("n0.c", "n1.c")]


def some_input(p, rng):
    names = ("main.c", "gen.in", "gen.sh", "tool.sh", "config.a", "config.b", "sub/word", "table.in", "mkgen.c", "bin2/filter")
    return rng.choice(header_files(p) + sources(p) + data_files(p) + [p.path(n) for n in names])


def remember(p, path):
    p.history.append((path, path.read_bytes(), path.stat().st_mtime_ns))


# -- inputs ----------------------------------------------------------------------------------------------------------


@edit(weight=3)
def change(p, rng):
    path = rng.choice(header_files(p) + [p.path(n) for n in ("gen.in", "config.a", "table.in")] + data_files(p))
    remember(p, path)
    text = path.read_text()
    path.write_text(bump(text, rng) if path.suffix == ".h" or path.name == "gen.in" else text + f"more {rng.randint(0, 99)}\n")
    return f"change {path.name}"


@edit(weight=2)
def change_source(p, rng):
    path = rng.choice(sources(p))
    remember(p, path)
    text = path.read_text()
    path.write_text(text.replace("return ", f"return {rng.randint(1, 9)} + ", 1) if len(text) < 400 else text.replace(" + ", " - ", 1))
    return f"change {path.name}"


@edit()
def change_comment(p, rng):
    path = rng.choice(header_files(p))
    remember(p, path)
    path.write_text(path.read_text() + f"/* {rng.randint(0, 999)} */\n")
    return f"comment in {path.name}"


@edit(needs_digests=True)
def change_slyly(p, rng):
    """Other bytes, but the same size and time stamp."""
    path = rng.choice(header_files(p) + [p.path("gen.in")])
    remember(p, path)
    status = path.stat()
    path.write_text(bump(path.read_text(), rng))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return f"change {path.name} under its old time stamp"


@edit(remakes=())
def touch(p, rng):
    path = some_input(p, rng)
    os.utime(path)
    return f"touch {path.name}"


@edit(remakes=(), needs_digests=True)
def touch_oddly(p, rng):
    path, when = some_input(p, rng), rng.choice([0, 1, 1_000_000_000, 4_000_000_000])
    os.utime(path, (when, when))
    return f"set the time of {path.name} to {when}"


@edit(remakes=(), needs_digests=True)
def touch_output(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    os.utime(path)
    return f"touch output {path.name}"


@edit(remakes=())
def there_and_back(p, rng):
    path = some_input(p, rng)
    content = path.read_bytes()
    path.write_bytes(content + b"other")
    path.write_bytes(content)
    return f"change {path.name} and back"


@edit(remakes=())
def replace_same(p, rng):
    path = some_input(p, rng)
    copy = path.with_name(path.name + ".new")
    shutil.copy(path, copy)
    os.rename(copy, path)
    return f"reinstall {path.name} with the same bytes"


@edit(remakes=("gen.h",))
def noise(p, rng):
    """The generator does not look at a second line: the header it makes is the same."""
    path = p.path("gen.in")
    remember(p, path)
    path.write_text(path.read_text().split("\n")[0] + f"\nnoise {rng.randint(0, 999)}\n")
    return "noise in gen.in"


@edit(weight=2)
def shadow(p, rng):
    name = rng.choice(p.headers + ["gen.h", "alt.h"])
    target = p.path("shadow") / name
    if target.exists():
        remember(p, target)
        target.unlink()
        return f"delete shadowing {name}"
    text = {"gen.h": "#define GENERATED 3\n", "alt.h": "#define ALT 4\n"}.get(name)
    if text is None:
        text = next(p.path(d) / name for d in ("inc1", "inc2") if (p.path(d) / name).exists()).read_text()
    target.write_text(bump(text, rng))
    return f"shadow {name}"


@edit()
def move_header(p, rng):
    name = rng.choice(p.headers)
    here, there = ("inc1", "inc2") if (p.path("inc1") / name).exists() else ("inc2", "inc1")
    os.rename(p.path(here) / name, p.path(there) / name)
    return f"move {name} to {there}"


@edit()
def data_add(p, rng):
    name = f"n{rng.randint(0, 30)}"
    p.write("data/" + name, f"new {name}\n")
    return f"add data/{name}"


@edit()
def data_remove(p, rng):
    files = data_files(p)
    if len(files) < 2:
        return data_add(p, rng)
    path = rng.choice(files)
    remember(p, path)
    path.unlink()
    return f"delete data/{path.name}"


@edit()
def data_rename(p, rng):
    path = rng.choice(data_files(p))
    os.rename(path, path.with_name(f"r{rng.randint(0, 30)}"))
    return f"rename data/{path.name}"


@edit(weight=2, needs_digests=True)
def swap_link(p, rng):
    name = rng.choice(["config", "alt"])
    link = p.path(name)
    target = f"{name}.b" if os.readlink(link) == f"{name}.a" else f"{name}.a"
    link.unlink()
    os.symlink(target, link)
    return f"{name} -> {target}"


@edit()
def link_header(p, rng):
    """A header becomes a symbolic link to another file."""
    files = [f for d in ("inc1", "inc2") for f in sorted(p.path(d).iterdir()) if not f.is_symlink()]
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    store = p.path("store") / path.name
    store.parent.mkdir(exist_ok=True)
    store.write_text(bump(path.read_text(), rng))
    path.unlink()
    os.symlink(f"../store/{path.name}", path)
    return f"{path.name} becomes a link"


@edit(weight=2, needs_digests=True)
def restore_old(p, rng):
    """An input comes back as it once was, old time stamp included."""
    history = [h for h in p.history if h[0].exists() or h[0].parent.name in ("shadow", "data")]
    history = [h for h in history if h[0].parent.exists()]
    if not history:
        return touch(p, rng)
    path, content, mtime = rng.choice(history)
    new = path.with_name(path.name + ".restore")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    new.write_bytes(content)
    new.chmod(mode)
    os.utime(new, ns=(mtime, mtime))
    os.rename(new, path)
    return f"restore an old {path.name}"


# -- makefiles and tools ---------------------------------------------------------------------------------------------


@edit()
def flag(p, rng):
    module = rng.choice(p.modules)
    p.flags[module] += 1
    p.write_makefiles()
    return f"flag of {module}"


@edit()
def common_flag(p, rng):
    p.common_flag = rng.randint(0, 5)
    p.write_makefiles()
    return "flag of all modules"


@edit(remakes=())
def makefile_comment(p, _rng):
    p.makefile_comment += 1
    p.write_makefiles()
    return "comment in the makefiles"


@edit()
def module_add(p, rng):
    """A module more; beyond six, the last one is gone again, its object with it."""
    if len(p.modules) >= 6:
        gone = p.modules.pop()
        p.path(gone + ".c").unlink()
        (p.objects / (gone + ".o")).unlink(missing_ok=True)
        said = f"delete module {gone}"
    else:
        name = next(f"m{i}" for i in range(9) if f"m{i}" not in p.modules)
        p.modules.append(name)
        p.flags[name] = 0
        p.write(name + ".c", f"#include \"{rng.choice(p.headers)}\"\nint {name}(void) {{ return {rng.randint(0, 9)}; }}\n")
        said = f"add module {name}"
    p.write("main.c", p.main_text())
    p.write_makefiles()
    return said


@edit()
def tool(p, rng):
    remember(p, p.path("tool.sh"))
    p.script("tool.sh", f'while read -r line; do echo "<$line {rng.randint(0, 9)}>"; done\n')
    return "change tool.sh"


@edit()
def generator(p, rng):
    remember(p, p.path("gen.sh"))
    p.script("gen.sh", f'read -r value < "$1"\necho "#define GENERATED ($value + {rng.randint(0, 3)})"\n')
    return "change gen.sh"


@edit()
def built_tool(p, rng):
    path = p.path("mkgen.c")
    remember(p, path)
    path.write_text(path.read_text().replace("return %d", f"return {rng.randint(1, 9)} + %d", 1))
    return "change mkgen.c"


@edit()
def shadow_tool(p, rng):
    """A program of the same name earlier in PATH comes or goes."""
    path = p.path("bin1/filter")
    if path.exists():
        path.unlink()
        return "delete bin1/filter"
    p.script("bin1/filter", f"sort -r\necho {rng.randint(0, 9)}\n")
    return "add bin1/filter"


# -- outputs and records ---------------------------------------------------------------------------------------------


def outputs(p):
    return sorted(f for f in p.objects.rglob("*") if f.is_file() and ".meta" not in f.name and ".mmk" not in f.parts)


@edit()
def output_delete(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    path.unlink()
    return f"delete output {path.name}"


@edit(needs_digests=True)
def output_truncate(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    os.truncate(path, path.stat().st_size // 2)
    return f"truncate output {path.name}"


@edit(needs_digests=True)
def output_edit(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    with open(path, "ab") as f:
        f.write(b"\nedited by hand\n")
    return f"edit output {path.name}"


@edit(needs_digests=True)
def installed_damage(p, rng):
    files = sorted(p.dest.iterdir())
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    path.write_bytes(path.read_bytes()[:10])
    return f"truncate installed {path.name}"


@edit()
def installed_delete(p, rng):
    files = sorted(p.dest.iterdir())
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    path.unlink()
    return f"delete installed {path.name}"


@edit()
def meta_damage(p, rng):
    files = sorted(p.objects.rglob("*.meta"))
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    how = rng.choice(["delete", "empty", "cut", "garbage"])
    if how == "delete":
        path.unlink()
    elif how == "garbage":
        path.write_bytes(bytes(rng.randrange(256) for _ in range(200)))
    else:
        os.truncate(path, 0 if how == "empty" else rng.randrange(path.stat().st_size + 1))
    return f"{how} {path.name}"


@edit(weight=2, remakes=())
def state_damage(p, rng):
    files = sorted(f for f in p.objects.rglob("*") if f.is_file() and ".mmk" in f.parts)
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    how = rng.choice(["delete", "empty", "cut", "garbage"])
    if how == "delete":
        path.unlink()
    elif how == "garbage":
        path.write_bytes(bytes(rng.randrange(256) for _ in range(300)))
    else:
        os.truncate(path, 0 if how == "empty" else rng.randrange(path.stat().st_size + 1))
    return f"{how} .mmk/{path.name}"


@edit(needs_digests=True)
def power_cut(p, rng):
    """Of the files written last, some are empty, with the time stamps they were to have."""
    files = sorted((f for root in (p.objects, p.dest) for f in root.rglob("*") if f.is_file()),
                   key=lambda f: (f.stat().st_mtime_ns, str(f)))
    lost = [f for f in files[-rng.randint(1, 12):] if rng.random() < 0.6]
    for f in lost:
        status = f.stat()
        os.truncate(f, 0)
        os.utime(f, ns=(status.st_atime_ns, status.st_mtime_ns))
    return "power cut empties " + (" ".join(f.name for f in lost) or "nothing")


# -- edits that break the build --------------------------------------------------------------------------------------


def syntax_error(p, rng):
    path = p.path(rng.choice(p.modules) + ".c")
    p.broken = (path, path.read_bytes(), path.stat().st_mtime_ns if p.digests and rng.random() < 0.5 else None)
    path.write_bytes(path.read_bytes() + b"#error broken on purpose\n")
    return f"syntax error in {path.name}"


def mend(p):
    path, content, mtime = p.broken
    path.write_bytes(content)
    if mtime is not None:
        os.utime(path, ns=(mtime, mtime))
    return f"mend {path.name}" + (" with its old time stamp" if mtime is not None else "")
