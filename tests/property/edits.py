"""Random edits of a generated project, each a function of (project, rng) that returns a line saying what it did.

Edits leave the project buildable, except those in K_BREAKING: after one of them a build must fail, and mend() follows.
"""
import os
import shutil


def bump(text, rng):
    """The same text with one number in it changed."""
    digits = [i for i, c in enumerate(text) if c.isdigit() and (i == 0 or not (text[i - 1].isalnum() or text[i - 1] == "_"))]
    if not digits:
        return text + f"// {rng.randint(0, 9)}\n"
    i = rng.choice(digits)
    return text[:i] + str(rng.randint(1, 9)) + text[i + 1:]


def header_files(p):
    return sorted(f for d in ("shadow", "inc1", "inc2") for f in p.path(d).iterdir())


def some_input(p, rng):
    files = header_files(p) + [p.path(m + ".c") for m in p.modules] + sorted(p.path("data").iterdir())
    return rng.choice(files + [p.path(n) for n in ("main.c", "gen.in", "config.a", "config.b", "sub/word")])


def remember(p, path):
    p.history = getattr(p, "history", [])
    p.history.append((path, path.read_bytes(), path.stat().st_mtime_ns))


def change(p, rng):
    path = rng.choice(header_files(p) + [p.path("gen.in"), p.path("config.a")] + sorted(p.path("data").iterdir()))
    remember(p, path)
    text = path.read_text()
    path.write_text(bump(text, rng) if path.suffix in (".h", ".in") else text + f"more {rng.randint(0, 99)}\n")
    return f"change {path.name}"


def change_source(p, rng):
    path = p.path(rng.choice(p.modules) + ".c")
    remember(p, path)
    text = path.read_text()
    path.write_text(text.replace("return ", f"return {rng.randint(1, 9)} + ", 1) if len(text) < 400 else text.replace(" + ", " - ", 1))
    return f"change {path.name}"


def change_comment(p, rng):
    path = rng.choice(header_files(p))
    remember(p, path)
    path.write_text(path.read_text() + f"/* {rng.randint(0, 999)} */\n")
    return f"comment in {path.name}"


def touch(p, rng):
    path = some_input(p, rng)
    os.utime(path)
    return f"touch {path.name}"


def shadow(p, rng):
    name = rng.choice(p.headers)
    target = p.path("shadow") / name
    if target.exists():
        remember(p, target)
        target.unlink()
        return f"delete shadowing {name}"
    original = next(p.path(d) / name for d in ("inc1", "inc2") if (p.path(d) / name).exists())
    target.write_text(bump(original.read_text(), rng))
    return f"shadow {name}"


def move_header(p, rng):
    name = rng.choice(p.headers)
    here, there = ("inc1", "inc2") if (p.path("inc1") / name).exists() else ("inc2", "inc1")
    os.rename(p.path(here) / name, p.path(there) / name)
    return f"move {name} to {there}"


def data_add(p, rng):
    name = f"n{rng.randint(0, 30)}"
    p.write("data/" + name, f"new {name}\n")
    return f"add data/{name}"


def data_remove(p, rng):
    files = sorted(p.path("data").iterdir())
    if len(files) < 2:
        return data_add(p, rng)
    path = rng.choice(files)
    remember(p, path)
    path.unlink()
    return f"delete data/{path.name}"


def data_rename(p, rng):
    path = rng.choice(sorted(p.path("data").iterdir()))
    os.rename(path, path.with_name(f"r{rng.randint(0, 30)}"))
    return f"rename data/{path.name}"


def swap_link(p, _rng):
    link = p.path("config")
    target = "config.b" if os.readlink(link) == "config.a" else "config.a"
    link.unlink()
    os.symlink(target, link)
    return f"config -> {target}"


def flag(p, rng):
    module = rng.choice(p.modules)
    p.flags[module] += 1
    p.write_makefiles()
    return f"flag of {module}"


def common_flag(p, rng):
    p.common_flag = rng.randint(0, 5)
    p.write_makefiles()
    return "flag of all modules"


def makefile_comment(p, _rng):
    p.makefile_comment += 1
    p.write_makefiles()
    return "comment in the makefiles"


def tool(p, rng):
    path = p.path("tool.sh")
    remember(p, path)
    path.write_text(f"#!/bin/sh\nwhile read -r line; do echo \"<$line {rng.randint(0, 9)}>\"; done\n")
    return "change tool.sh"


def generator(p, rng):
    path = p.path("gen.sh")
    remember(p, path)
    path.write_text(f"#!/bin/sh\necho \"#define GENERATED ($(cat \"$1\") + {rng.randint(0, 3)})\"\n")
    return "change gen.sh"


def tool_same_bytes(p, rng):
    path = p.path(rng.choice(["tool.sh", "gen.sh"]))
    copy = path.with_suffix(".new")
    shutil.copy(path, copy)
    os.rename(copy, path)
    return f"reinstall {path.name} with the same bytes"


def restore_old(p, rng):
    """An input comes back as it once was, old time stamp included."""
    history = [h for h in getattr(p, "history", []) if h[0].parent.exists() and (h[0].exists() or h[0].parent.name != "inc1")]
    history = [h for h in history if h[0].exists() or h[0].parent.name in ("shadow", "data")]
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


def outputs(p):
    return sorted(f for f in p.objects.rglob("*") if f.is_file() and f.suffix != ".meta" and ".mmk" not in f.parts)


def output_delete(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    path.unlink()
    return f"delete output {path.name}"


def output_truncate(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    os.truncate(path, path.stat().st_size // 2)
    return f"truncate output {path.name}"


def output_edit(p, rng):
    if not outputs(p):
        return touch(p, rng)
    path = rng.choice(outputs(p))
    with open(path, "ab") as f:
        f.write(b"\nedited by hand\n")
    return f"edit output {path.name}"


def installed_damage(p, rng):
    files = sorted(p.dest.iterdir())
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    if rng.random() < 0.5:
        path.unlink()
        return f"delete installed {path.name}"
    path.write_bytes(path.read_bytes()[:10])
    return f"truncate installed {path.name}"


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


def state_damage(p, rng):
    files = sorted(f for f in p.objects.rglob("*") if f.is_file() and ".mmk" in f.parts)
    if not files:
        return touch(p, rng)
    path = rng.choice(files)
    how = rng.choice(["delete", "cut", "garbage"])
    if how == "delete":
        path.unlink()
    elif how == "cut":
        os.truncate(path, rng.randrange(path.stat().st_size + 1))
    else:
        path.write_bytes(bytes(rng.randrange(256) for _ in range(300)))
    return f"{how} .mmk/{path.name}"


def syntax_error(p, rng):
    path = p.path(rng.choice(p.modules) + ".c")
    p.broken = (path, path.read_bytes(), path.stat().st_mtime_ns if rng.random() < 0.5 else None)
    path.write_bytes(path.read_bytes() + b"#error broken on purpose\n")
    return f"syntax error in {path.name}"


def mend(p):
    path, content, mtime = p.broken
    path.write_bytes(content)
    if mtime is not None:
        os.utime(path, ns=(mtime, mtime))
    return f"mend {path.name}" + (" with its old time stamp" if mtime is not None else "")


K_EDITS = [change, change, change_source, change_comment, touch, shadow, shadow, move_header, data_add, data_remove,
           data_rename, swap_link, flag, common_flag, makefile_comment, tool, generator, tool_same_bytes, restore_old,
           restore_old, output_delete, output_truncate, output_edit, installed_damage, meta_damage, state_damage]
K_BREAKING = [syntax_error]
