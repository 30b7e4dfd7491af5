#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""leaks.py FILE...: whether the leaks of these reports of LeakSanitizer are the toolkit's own; 1 when one may be ours.

GTK 4.8 loses what it reads of the folders above the one that its file dialog shows, and now and then an event; GLib the
table of names that it begins with, when there are more than 2,048 (quark_new: others may still be reading it). Nothing
of ours is called then, so lsan.supp has no name to go by: the main loop called the toolkit, or a library's own thread, or
the library was being loaded. A leak may be ours when between what was lost and the nearest of these below it there is a
function of ours, in src or tests, and when its stack was cut before that can be told. Of one that may be ours, all of the
report counts.
"""

import re
import sys

OURS = re.compile(r" \.\./(src|tests)/")
ENDS = ("g_main_context_dispatch", "start_thread", "/ld-linux")


def may_be_ours(frames):
    """Of a leak's stack, innermost first."""
    for frame in frames:
        if OURS.search(frame):
            return True
        if any(end in frame for end in ENDS):
            return False
    return True


def count(text):
    """The leaks of a report, and how many of them may be ours."""
    leaks = [part.splitlines() for part in text.split("\n\n") if re.match(r"(Direct|Indirect) leak of", part)]
    return len(leaks), sum(may_be_ours([line for line in leak if line.lstrip().startswith("#")]) for leak in leaks)


def main():
    n_all = n_ours = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        sys.stderr.write(text)
        if "LeakSanitizer: detected" in text:
            n, ours = count(text)
            n_all += n
            # A report in which none is named is not understood.
            n_ours += ours if n > 0 else 1
    if n_all + n_ours > 0:
        print(f"leaks: {n_all} stacks, {n_ours} of them may be ours", file=sys.stderr)
    return 1 if n_ours > 0 else 0


sys.exit(main())
