"""Ways to spoil a build before the one that counts: kill the engine (and with it the tracer), a process of a job or all of
them, limit the size of files, fill the disk. And to make the engine trace without ptrace."""
import ctypes
import os
import signal
import struct
import subprocess
import time
from pathlib import Path


def session_of(process):
    """Session, parent and state of a process, or None if it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[3])


def members(session):
    return [p for p in (int(d) for d in os.listdir("/proc") if d.isdigit()) if session_of(p) == session]


def await_silence(session):
    """Jobs of a killed engine may take a moment to be gone."""
    for _ in range(500):
        if not members(session):
            return
        time.sleep(0.01)


def run_to_silence(command):
    """Runs a build that may die before its jobs do."""
    child = subprocess.Popen(**command, start_new_session=True)
    child.communicate()
    await_silence(child.pid)


def kill_something(command, rng, duration):
    """Starts a build and kills some of it within `duration`."""
    child = subprocess.Popen(**command, start_new_session=True)
    time.sleep(rng.random() * duration)
    who = rng.choice(["engine", "engine", "process", "process", "group", "all"])
    how = rng.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGSEGV])
    others = [p for p in members(child.pid) if p != child.pid]
    if who == "process" and not others:
        who = "engine"
    victims = {"engine": [child.pid], "process": others and [rng.choice(others)], "group": [-child.pid],
               "all": others + [child.pid]}[who]
    for victim in victims:
        try:
            os.kill(victim, how)
        except ProcessLookupError:
            pass
    child.communicate()
    await_silence(child.pid)
    return f"kill the {who} half-way ({how.name})"


def limit_file_size(command, rng):
    limit = rng.choice([1, 4, 16])
    command["args"] = ["/bin/sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh"] + command["args"]
    run_to_silence(command)
    return f"build with a limit of {limit} blocks per file"


def fill_disk(command, rng, directory):
    """`directory`: where a small file system is mounted."""
    left = rng.choice([0, 0, 4096, 12288, 40960, 131072])
    filler = directory / "filler"
    with open(filler, "wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            pass
        out.truncate(max(0, out.tell() - left))
    run_to_silence(command)
    filler.unlink()
    return f"build with {left} bytes left on the disk"


def mount_small_disk(directory):
    """A file system of a few megabytes; needs a mount namespace of one's own. False: not possible."""
    return subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(directory)], check=False).returncode == 0


def refuse_ptrace():
    """For a child before exec: ptrace(2) fails with EPERM from here on, as in some containers."""
    k_load, k_jump_equal, k_return = 0x20, 0x15, 0x06
    k_allow, k_eperm, k_x86_64, k_ptrace = 0x7FFF0000, 0x00050001, 0xC000003E, 101
    program = [(k_load, 0, 0, 4), (k_jump_equal, 0, 3, k_x86_64), (k_load, 0, 0, 0), (k_jump_equal, 0, 1, k_ptrace),
               (k_return, 0, 0, k_eperm), (k_return, 0, 0, k_allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *i) for i in program))

    class FilterProgram(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    k_no_new_privileges, k_set_seccomp, k_mode_filter = 38, 22, 2
    libc.prctl(k_no_new_privileges, 1, 0, 0, 0)
    pointer = ctypes.byref(FilterProgram(len(program), ctypes.cast(code, ctypes.c_void_p)))
    if libc.prctl(k_set_seccomp, k_mode_filter, pointer) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
