#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks an Usher log by its specification alone (data/usherlog-format.md): prints the verdict, exits 0 when it is whole.
import gzip
import hashlib
import json
import re
import sys


def verify(data):
    tail = re.compile(rb'^(\{.*),"chain":"([0-9a-f]{64})"\}$', re.S)
    chain, events, ended = bytes(32), 0, False
    lines = data.split(b'\n')
    unfinished = lines.pop()
    for number, line in enumerate(lines, 1):
        match = tail.match(line)
        if not match or ended:
            return f'edited at line {number}'
        body = match.group(1) + b'}'
        chain = hashlib.sha256(chain + body).digest()
        try:
            parts = json.loads(body)
        except ValueError:
            return f'edited at line {number}'
        if chain.hex().encode() != match.group(2) or ('usherlog' in parts) != (number == 1):
            return f'edited at line {number}'
        events += 'event' in parts
        ended = 'end' in parts
        if ended and parts['end']['events'] != events:
            return f'edited at line {number}'
    return 'whole' if ended and not unfinished else 'cut short'


if __name__ == '__main__':
    with open(sys.argv[1], 'rb') as file:
        content = file.read()
    if content[:2] == b'\x1f\x8b':
        content = gzip.decompress(content)
    verdict = verify(content)
    print(verdict)
    sys.exit(verdict != 'whole')
