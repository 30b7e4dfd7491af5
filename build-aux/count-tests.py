#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what Meson's test logs say: every TAP line is a test; a program that failed without saying
which test did (a crash, a time-out, a leak) is one failure. Prints the failures and the closing line."""

import json
import re
import sys

LINE = re.compile(r"^(not ok|ok)\b(.*)$")


def count(path, failures):
    passed = failed = skipped = 0
    with open(path, encoding="utf-8") as log:
        for text in log:
            entry = json.loads(text)
            good = bad = skip = 0
            for line in (entry.get("stdout") or "").splitlines():
                match = LINE.match(line)
                if not match:
                    continue
                if "# SKIP" in match[2]:
                    skip += 1
                elif match[1] == "ok" or "# TODO" in match[2]:
                    good += 1
                else:
                    bad += 1
                    failures.append(f"{entry['name']}:{match[2]}")
            result = entry["result"]
            if result in ("OK", "EXPECTEDFAIL"):
                if good + bad + skip == 0:
                    good = 1
            elif result == "SKIP":
                if skip == 0:
                    skip = 1
            elif bad == 0:
                bad = 1
                failures.append(f"{entry['name']}: {result.lower()}")
            passed, failed, skipped = passed + good, failed + bad, skipped + skip
    return passed, failed, skipped


def main():
    failures = []
    counts = [count(path, failures) for path in sys.argv[1:]]
    passed, failed, skipped = (sum(column) for column in zip(*counts))
    for failure in failures:
        print(f"failed: {failure}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


main()
