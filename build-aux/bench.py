#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rounds behind build-aux/bench: starts the programs, takes medians, prints the table."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

rows = []


def row(what, ours, floor, bound, unit="ms"):
    """One line of the table; without a floor the bound is on our figure itself."""
    value = ours / floor if floor else ours
    text = f"{ours:.1f} {unit}" + (f" / {floor:.1f} {unit} = {value:.2f} ×" if floor else "")
    rows.append((what, text, f"≤ {bound}" + (" ×" if floor else f" {unit}"), "met" if value <= bound else "MISSED"))
    print("  " + " | ".join(rows[-1]), flush=True)


@contextmanager
def sandbox(build, folder, *options):
    process = subprocess.Popen(
        [f"{build}/src/sandbox/usher-sandbox", "--port", "0", "--data", folder, *options],
        stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def run(command, **environment):
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True,
                          timeout=300)
    return done.stdout.strip()


def curl(key, *arguments):
    """The key goes in by standard input: arguments can be read by every process of the machine."""
    return subprocess.run(["curl", "-sf", "--no-progress-meter", "-H", "@-", *arguments], input=f"X-API-Key: {key}\n",
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout


def since_start(command, **environment):
    """Programs that print how long after USHER_BENCH_START their first useful frame was painted."""
    start = time.clock_gettime(time.CLOCK_MONOTONIC)
    return float(run(command, USHER_BENCH_START=str(int(start * 1e6)), **environment))


def bench_start(build, rounds):
    """Start to the first useful frame with 10,000 invitations cached; the floor is an empty window."""
    with tempfile.TemporaryDirectory() as work:
        with sandbox(build, f"{work}/sandbox", "--demo", "10000", "--seed", "1") as told:
            # An account with its key in the keyring and its cache filled, as on any morning. One more round than is
            # counted, so that both programs are in the page cache.
            command = [f"{build}/tests/bench/bench-start", "--data-dir", f"{work}/usher"]
            run([f"{build}/tests/bench/bench-sync", f"{work}/usher"],
                USHER_BENCH_SERVER=told["baseUrl"], USHER_API_KEY=told["apiKey"])
            ours, floor = [], []
            for turn in range(rounds + 1):
                a = since_start([f"{build}/tests/bench/bench-empty"])
                b = since_start(command)
                if turn:
                    floor.append(a)
                    ours.append(b)
    row("start to first useful frame, 10,000 cached / empty libadwaita window",
        statistics.median(ours), statistics.median(floor), 1.7)


def bench_sync(build, rounds):
    """A full sync of 10,000 invitations over a slow line; the peer is curl fetching the same pages."""
    with tempfile.TemporaryDirectory() as work:
        with sandbox(build, f"{work}/sandbox", "--demo", "10000", "--seed", "1", "--latency", "50") as told:
            key = told["apiKey"]
            config = f"{work}/urls"
            n_pages = 0
            with open(config, "w", encoding="utf-8") as urls:
                for company in told["companies"]:
                    base = f"{told['baseUrl']}/invitation/company/{company}"
                    page = json.loads(curl(key, base))
                    for number in range(1, page["totalPages"] + 1):
                        urls.write(f'url = "{base}?page={number}"\noutput = "/dev/null"\n')
                        n_pages += 1
            ours, floor = [], []
            for turn in range(rounds):
                begin = time.monotonic()
                curl(key, "--parallel", "--parallel-max", "10", "--config", config)
                floor.append((time.monotonic() - begin) * 1000)
                told_ms, total = run([f"{build}/tests/bench/bench-sync", f"{work}/usher-{turn}"],
                                     USHER_BENCH_SERVER=told["baseUrl"], USHER_API_KEY=key).split()
                if int(total) != 10000:
                    sys.exit(f"the sync ended with {total} invitations instead of 10000")
                ours.append(float(told_ms))
    row(f"full sync of 10,000 invitations ({n_pages} pages, latency 50 ms) / curl --parallel-max 10",
        statistics.median(ours), statistics.median(floor), 1.5)


def bench_store(build, rounds):
    """Query and first page of rows with 100,000 invitations: lines of "name<TAB>milliseconds"."""
    figures = {}
    for line in run([f"{build}/tests/store/bench-store"]).splitlines():
        name, _, milliseconds = line.rpartition("\t")
        figures[name] = float(milliseconds)
    for name, milliseconds in figures.items():
        if name.startswith("query"):
            row(f"store, 100,000 invitations: {name}", milliseconds, None, 30)
        else:
            print(f"  store: {name}: {milliseconds:.1f} ms")


def main():
    benches = {"start": bench_start, "sync": bench_sync, "store": bench_store}
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("which", nargs="*", help=", ".join(benches))
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.which if name not in benches]
    if unknown:
        parser.error(f"there is no bench named {', '.join(unknown)}; there are: {', '.join(benches)}")
    for name in arguments.which or benches:
        print(f"{name}: {benches[name].__doc__.splitlines()[0]}", flush=True)
        benches[name](arguments.build, arguments.rounds)
    print("\n| what | measured | bound | |\n|---|---|---|---|")
    for entry in rows:
        print("| " + " | ".join(entry) + " |")


main()
