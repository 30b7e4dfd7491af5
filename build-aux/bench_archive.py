# SPDX-License-Identifier: GPL-3.0-or-later
"""Exported logs beside lnav, grep, jq and wc on the same file in the same run: a part of build-aux/bench."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FEW = "quinn.weber7@example.org"
MANY = "example"


def make_log(build, folder, events):
    path = f"{folder}/{events}.usherlog"
    subprocess.run([f"{build}/src/cli/usherctl", "demo-log", "--events", str(events), "--seed", "1", "--output", path],
                   check=True)
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass  # warm
    return path


def peer(folder, rounds, *command):
    """Milliseconds of a program; None when it is not installed. Through a pipe: grep ends early for /dev/null."""
    if shutil.which(command[0]) is None:
        return None
    times = []
    for _ in range(rounds):
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={**os.environ, "HOME": folder}) as process:
            while process.stdout.read(1 << 20):
                pass
        times.append((time.monotonic() - start) * 1000)
    return statistics.median(times)


def ours(build, folder, path, rounds, *what):
    """What tests/archive/bench-archive prints: name → (milliseconds or MB, milliseconds of processor)."""
    done = subprocess.run([f"{build}/tests/archive/bench-archive", path, folder, str(rounds), *what], check=True,
                          stdout=subprocess.PIPE, text=True, env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"})
    figures = {}
    for line in done.stdout.splitlines():
        name, value, processor = line.split("\t")
        figures[name.split(" (")[0]] = (float(value), float(processor))
        print(f"  archive: {name}: {float(value):.1f}" + (f" ({float(processor):.1f} of processor)"
                                                          if float(processor) else ""), flush=True)
    return figures


def megabytes(path):
    return os.stat(path).st_size // 1000000


def bench(build, rounds, row):
    """1,000,000 events: opened, searched, exported."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path = make_log(build, folder, 1000000)
        title = f"exported log, 1,000,000 events, {megabytes(path)} MB"
        figures = ours(build, folder, path, rounds)
        small = ours(build, folder, make_log(build, folder, 100000), 1, "usherlog", "csv")
        lnav = peer(folder, min(rounds, 3), "lnav", "-n", "-q", "-c", ":quit", path)
        grep = peer(folder, rounds, "grep", "-c", "-F", FEW, path)
        for name, command in (("grep -c -F, many", ("grep", "-c", "-F", MANY, path)), ("wc -l", ("wc", "-l", path)),
                              ("sha256sum", ("sha256sum", path)), ("jq -c .event.id", ("jq", "-c", ".event.id", path))):
            value = peer(folder, 1, *command)
            print(f"  {name}: " + (f"{value:.1f} ms" if value else "not installed"), flush=True)
    row(f"{title}: first rows", figures["first rows"][0], None, 150)
    row(f"{title}: indexed and verified", figures["indexed and verified"][0], None, 1500)
    if lnav:
        row(f"{title}: indexed and verified / lnav", figures["indexed and verified"][0], lnav, 0.5)
    row(f"{title}: reopened with a kept index", figures["reopened"][0], None, 100)
    if grep:
        row(f"{title}: substring, few hits / grep -c -F", figures["search, few"][0], grep, 2)
    row(f"{title}: substring, 90 % hits", figures["search, many"][0], None, 500)
    row(f"{title}: kind", figures["kind"][0], None, 50)
    row(f"{title}: memory beyond the file", figures["memory"][0], None, 120, "MB")
    row(f"{title}: export to Usher log", figures["export usherlog"][0], None, 3000)
    row(f"{title}: export to CSV", figures["export csv"][0], None, 2000)
    for kind in ("usherlog", "csv"):
        row(f"export to {kind}: memory, more than for 100,000 events",
            figures[f"export {kind}: memory"][0] - small[f"export {kind}: memory"][0], None, 4, "MB")


def bench_large(build, row):
    """10,000,000 events: opened and indexed."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        if shutil.disk_usage(folder).free < 15e9:
            sys.exit("There is not enough room for a log of 10,000,000 events.")
        path = make_log(build, folder, 10000000)
        title = f"exported log, 10,000,000 events, {megabytes(path)} MB"
        figures = ours(build, folder, path, 1, "kind", "search")
        row(f"{title}: first rows", figures["first rows"][0], None, 150)
        row(f"{title}: indexed and verified", figures["indexed and verified"][0], None, 20000)
        row(f"{title}: memory beyond the file", figures["memory"][0], None, 1000, "MB")
