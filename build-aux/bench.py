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

import bench_archive as logs

rows = []


def row(what, ours, floor, bound, unit="ms", least=False):
    """One line of the table; without a floor the bound is on our figure itself; with least it is a lower one."""
    value = ours / floor if floor else ours
    text = f"{ours:.1f} {unit}" + (f" / {floor:.1f} {unit} = {value:.2f} ×" if floor else "")
    rows.append((what, text, ("≥" if least else "≤") + f" {bound}" + (" ×" if floor else f" {unit}"),
                 "met" if (value >= bound if least else value <= bound) else "MISSED"))
    print("  " + " | ".join(rows[-1]), flush=True)


@contextmanager
def sandbox(build, folder, *options):
    process = subprocess.Popen(
        [f"{build}/src/sandbox/usher-sandbox", "--port", "0", "--data", folder, *options],
        stdout=subprocess.PIPE, text=True)
    try:
        yield {**json.loads(process.stdout.readline()), "pid": process.pid}
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


@contextmanager
def filled(build, work, count, keep_server=False):
    """The options of a usher whose cache is full; the server is gone, unless it is kept."""
    with sandbox(build, f"{work}/sandbox-{count}", "--demo", str(count), "--seed", "1") as told:
        run([f"{build}/tests/bench/bench-sync", f"{work}/usher-{count}"],
            USHER_BENCH_SERVER=told["baseUrl"], USHER_API_KEY=told["apiKey"])
        if keep_server:
            yield ["--data-dir", f"{work}/usher-{count}"]
    if not keep_server:
        yield ["--data-dir", f"{work}/usher-{count}"]


def bench_memory(build, rounds):
    """Memory (PSS) some seconds after the start, cached invitations and no server; the floor is an empty window."""
    def measure(*command):
        return statistics.median(since_start([*command], USHER_BENCH_MEMORY="1") for _ in range(min(rounds, 3)))

    figures = {}
    floor = measure(f"{build}/tests/bench/bench-empty")
    with tempfile.TemporaryDirectory() as work:
        for count in (1000, 10000, 100000):
            with filled(build, work, count) as options:
                figures[count] = measure(f"{build}/tests/bench/bench-start", *options)
    row("memory, 10,000 cached / empty libadwaita window", figures[10000], floor, 1.4, "MiB")
    row("memory, 100,000 cached / 1,000 cached", figures[100000], figures[1000], 1.1, "MiB")


def bench_window(build, rounds):
    """The list with 100,000 invitations, beside a bare GtkColumnView with constant rows; it takes its own medians."""
    bounds = {"scroll": 1.2, "switch": 1.3, "type": 1.3}
    with tempfile.TemporaryDirectory() as work, filled(build, work, 100000) as options:
        for line in run([f"{build}/tests/bench/bench-window", *options]).splitlines():
            name, ours, floor = line.split("\t")
            row(f"100,000 invitations: {name} / bare GtkColumnView", float(ours), float(floor),
                bounds[name.split(" ", 1)[0].rstrip(",")])


def bench_review(build, rounds):
    """The window of exported logs with 1,000,000 events, its rows beside a bare GtkColumnView's; it takes its own medians."""
    bounds = {"first rows after the window": 150, "longest turn": 16, "scroll": 1.2, "switch a kind filter": 1.3,
              "kept index: first rows": 100, "first rows": 150, "all rows": 1500}
    with tempfile.TemporaryDirectory() as work:
        run([f"{build}/src/cli/usherctl", "demo-log", "--events", "1000000", "--seed", "1", "--output", f"{work}/a.usherlog"])
        for line in run([f"{build}/tests/bench/bench-review", "--data-dir", f"{work}/usher",
                         f"{work}/a.usherlog"]).splitlines():
            name, ours, floor = line.split("\t")
            bound = next(bounds[key] for key in bounds if key in name)
            row(f"1,000,000 events: {name}" + (" / bare GtkColumnView" if float(floor) else ""), float(ours),
                float(floor), bound)


def bench_select(build, rounds):
    """Selecting a row, until its detail and its log from the cache are drawn."""
    with tempfile.TemporaryDirectory() as work, filled(build, work, 1000, keep_server=True) as options:
        name, ours, _ = run([f"{build}/tests/bench/bench-window", *options], USHER_BENCH_WHAT="select").split("\t")
        row(name, float(ours), None, 16)


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
        statistics.median(ours), statistics.median(floor), 1.5)


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


# Asks for one invitation after another, in an order of its own, and tells what wrk has counted.
WRK_SCRIPT = """
local paths, n, errors = {}, 0, 0
for line in io.lines(os.getenv("USHER_BENCH_PATHS")) do paths[#paths + 1] = line end
local headers = { ["X-API-Key"] = io.open(os.getenv("USHER_BENCH_KEY")):read("l") }
math.randomseed(7)
function request() return wrk.format("GET", paths[math.random(#paths)], headers) end
function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format("\\n%d %d %.3f %.3f %d\\n", summary.requests, summary.duration / 1000,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    failed.status + failed.connect + failed.read + failed.write + failed.timeout))
end
"""


def process_state(pid):
    """Seconds of processor time, kilobytes of memory that are its own."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        memory = next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), memory


def load(told, work, paths, total):
    """So many requests over 16 connections; what they took, and how the memory went."""
    for name, text in (("load.lua", WRK_SCRIPT), ("paths", "\n".join(paths)), ("key", told["apiKey"])):
        with open(f"{work}/{name}", "w", encoding="utf-8") as file:
            file.write(text + "\n")
    server = told["baseUrl"].removesuffix("/v2.2")
    done, milliseconds, p50, p99, memories = 0, 0, [], [], []
    begin = process_state(told["pid"])[0]
    while done < total:
        lines = run(["wrk", "-t1", "-c16", "-d5s", "--timeout", "30s", "-s", f"{work}/load.lua", server],
                    USHER_BENCH_PATHS=f"{work}/paths", USHER_BENCH_KEY=f"{work}/key").splitlines()
        requests, lasted, half, most, failed = (float(word) for word in lines[-1].split())
        if failed:
            sys.exit(f"{failed:.0f} of {requests:.0f} requests failed")
        done += requests
        milliseconds += lasted
        p50.append(half)
        p99.append(most)
        memories.append(process_state(told["pid"])[1])
    return {"rate": done / milliseconds * 1000, "p50": statistics.median(p50), "p99": statistics.median(p99),
            "processor": (process_state(told["pid"])[0] - begin) / done * 1e6, "memories": memories, "done": done}


def bench_load(build, rounds):
    """The sandbox under load with 100,000 invitations stored: API and a recipient's page, 200,000 requests."""
    with tempfile.TemporaryDirectory() as work:
        with sandbox(build, f"{work}/sandbox", "--demo", "100000", "--seed", "1") as told:
            details, pages = [], []
            for company in told["companies"]:
                for number in range(1, 4):
                    page = json.loads(curl(told["apiKey"],
                                           f"{told['baseUrl']}/invitation/company/{company}?page={number}"))
                    details += ["/v2.2/invitation/" + one["id"] for one in page["invitations"]]
                    pages += ["/p/i/" + one["token"] for one in page["invitations"] if one["status"] == "ACTIVE"]
            for name, paths, total in (("detail", details, 200000), ("list of 100", [
                    f"/v2.2/invitation/company/{company}?page={n}" for company in told["companies"]
                    for n in range(1, 20)], 2000), ("page", pages, 5000)):
                got = load(told, work, paths, total)
                print(f"  {name}: {got['done']:.0f} requests, {got['rate']:.0f}/s, {got['processor']:.0f} µs of processor "
                      f"each, p50 {got['p50']:.1f} ms, p99 {got['p99']:.1f} ms", flush=True)
                if name == "detail":
                    third = max(1, len(got["memories"]) // 3)
                    growth = statistics.median(got["memories"][-third:]) - statistics.median(got["memories"][:third])
                    row("sandbox, detail requests, 16 connections, 100,000 stored", got["rate"], None, 2000, "/s",
                        least=True)
                    row("sandbox, detail requests: p99", got["p99"], None, 50)
                    row(f"sandbox, memory: growth over {got['done']:.0f} requests", growth / 1024, None, 2, "MiB")


def bench_archive(build, rounds):
    """Exported logs, 1,000,000 events: opened, searched, exported; beside lnav, grep, jq and wc."""
    logs.bench(build, rounds, row)


def bench_archive_large(build, rounds):
    """An exported log of 10,000,000 events (6 GB), opened. Only when it is asked for."""
    logs.bench_large(build, row)


def main():
    benches = {"start": bench_start, "memory": bench_memory, "window": bench_window, "select": bench_select,
               "review": bench_review, "sync": bench_sync, "store": bench_store, "load": bench_load,
               "archive": bench_archive,
               "archive-large": bench_archive_large}
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("which", nargs="*", help=", ".join(benches))
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.which if name not in benches]
    if unknown:
        parser.error(f"there is no bench named {', '.join(unknown)}; there are: {', '.join(benches)}")
    for name in arguments.which or [each for each in benches if each != "archive-large"]:
        print(f"{name}: {benches[name].__doc__.splitlines()[0]}", flush=True)
        benches[name](arguments.build, arguments.rounds)
    print("\n| what | measured | bound | |\n|---|---|---|---|")
    for entry in rows:
        print("| " + " | ".join(entry) + " |")


main()
