#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads a CSV log as another program would: prints the number of rows; fails when a cell would be a formula (OWASP).
import csv
import sys

DANGEROUS = '=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'

with open(sys.argv[1], 'rb') as file:
    raw = file.read()
assert not raw.startswith(b'\xef\xbb\xbf') and raw.endswith(b'\r\n')
rows = list(csv.reader(raw.decode('utf-8').splitlines(keepends=True), strict=True))
assert rows[0][:4] == ['time', 'event', 'email', 'company'], rows[0]
for row in rows:
    assert len(row) == 16, row
    for cell in row:
        assert not cell or cell[0] not in DANGEROUS, cell
print(len(rows) - 1)
