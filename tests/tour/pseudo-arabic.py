#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pseudo-arabic.py: from standard input to standard output, a catalogue as msgen writes it; its translations are then
written with Arabic letters, sound by sound. Nobody can read it, but it is joined, cut and laid out as Arabic is."""
import re
import sys

LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابصديفغهيجكلمنوبقرستوفوخيز"))
# What is not text: escapes, directives, tags, entities, words in braces.
KEPT = re.compile(r"\\.|%(?:\d+\$)?['\-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:l{0,2}|z|j|t)[a-zA-Z%]|<[^>]*>|&[a-z]+;|\{[^}]*\}")


def in_arabic(text):
    out, at = [], 0
    for kept in KEPT.finditer(text):
        out += [letter(c) for c in text[at:kept.start()]] + [kept.group()]
        at = kept.end()
    return "".join(out + [letter(c) for c in text[at:]])


def letter(c):
    return {",": "،", "?": "؟", ";": "؛"}.get(c) or LETTERS.get(c.lower(), c)


translated = False
header = True
for line in sys.stdin:
    if line.startswith("msgid"):
        translated = False
        header = line == 'msgid ""\n' and header
    elif line.startswith("msgstr"):
        translated = True
    elif not line.strip():
        header, translated = False, False
    elif line.startswith("#"):
        translated = False
    if translated and not header:
        start = line.index('"') + 1
        # As people do who translate into Arabic: else a text that begins with an address would run from left to right.
        mark = "\u200f" if line.startswith("msgstr") and re.match(r"[“‘(]*%[\d$]*[sc]", line[start:]) else ""
        line = line[:start] + mark + in_arabic(line[start:])
    sys.stdout.write(line)
