#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# missing.sh PROGRAM: stands in for a test whose program is not installed. With USHER_TEST_TOOLS, which build-aux/test sets
# once all packages are there, that is a failure, so that no test is left out without a word.
if [ -n "${USHER_TEST_TOOLS:-}" ]; then
  echo "Bail out! $1 was not found when this was configured"
  exit 99
fi
echo "1..0 # SKIP $1 was not found"
