#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks in Meson's test logs for what no program may print: the API key of a sandbox, and a link that it gave.

The canary hunt (tests/faults/test-canary.c) looks everywhere for what a few flows have touched; this looks at one place,
what was printed, with all debug messages, for what all the tests have touched: each flow of each window among them."""

import json
import re
import sys

# As the sandbox makes them: usher-sandbox.c, usher-sandbox-link.c.
SECRETS = {
    "an API key": re.compile(r"\bsandbox_[A-Za-z0-9_-]{20,}"),
    "an invitation link": re.compile(r"127\.0\.0\.1:[0-9]+/p/i/[A-Za-z0-9_-]{12,}"),
}


def main():
    n_found = n_bytes = n_programs = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as log:
            for line in log:
                entry = json.loads(line)
                n_programs += 1
                for stream in ("stdout", "stderr"):
                    text = entry.get(stream) or ""
                    n_bytes += len(text)
                    for what, pattern in SECRETS.items():
                        for match in pattern.finditer(text):
                            n_found += 1
                            line_number = text.count("\n", 0, match.start()) + 1
                            print(f"failed: {entry['name']} printed {what}, line {line_number} of its {stream}")
    print(f"What {n_programs} programs printed, {n_bytes // 1024} KB: "
          f"{'no API key and no link' if n_found == 0 else f'{n_found} secrets'} in it.")
    sys.exit(1 if n_found else 0)


main()
