"""Timing for the benches that compare whole programs: interleaved runs, medians, ratios to a named peer, peak memory."""
import os
import statistics
import subprocess
import tempfile
import time


class Contender:
    def __init__(self, name, command, cwd, before=None, check=None):
        self.name, self.command, self.cwd = name, command, cwd
        self.before, self.check = before, check  # run untimed before each run; look at its output after it
        self.seconds, self.peak_kib = [], 0

    def run(self):
        """One run; its wall time in seconds."""
        return self.call(self.command)

    def measure_memory(self):
        """One run more, under time(1): rusage taken here would count this process's own size, inherited over fork."""
        with tempfile.NamedTemporaryFile() as note:
            self.call(["/usr/bin/time", "-q", "-f", "%M", "-o", note.name] + self.command)
            self.peak_kib = int(note.read().split()[-1])

    def call(self, command):
        if self.before:
            self.before()
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": "/nonexistent"}
        start = time.perf_counter()
        done = subprocess.run(command, cwd=self.cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        elapsed = time.perf_counter() - start
        output = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            raise SystemExit(f"{self.name} fails ({done.returncode}):\n{output[-2000:]}")
        if self.check:
            self.check(self.name, output)
        return elapsed

    @property
    def median(self):
        return statistics.median(self.seconds)


def race(contenders, rounds, warm_up=1):
    """All contenders in turn, so that a noisy minute hits each of them alike."""
    for _ in range(warm_up):
        for c in contenders:
            c.run()
    for _ in range(rounds):
        for c in contenders:
            c.seconds.append(c.run())
    for c in contenders:
        c.measure_memory()


def report(contenders, peer):
    base = next((c for c in contenders if c.name == peer), contenders[0])
    for c in contenders:
        ratio = statistics.median(a / b for a, b in zip(c.seconds, base.seconds))
        print(f"  {c.name:9} {c.median * 1000:10.1f} ms   {ratio:6.2f} x {base.name}   {c.peak_kib / 1024:8.1f} MiB"
              f"   ({min(c.seconds) * 1000:.1f}..{max(c.seconds) * 1000:.1f} ms)", flush=True)
