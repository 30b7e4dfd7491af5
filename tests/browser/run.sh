#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD-DIR: the recipient's pages in a real browser, or a word on why that is skipped.
set -eu
here=$(dirname "$0")
modules="${USHER_BROWSER_DIR:-$1/browser}/node_modules"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if ! command -v node > /dev/null 2>&1; then
  echo "1..0 # SKIP node is not installed"
elif [ -z "$chromium" ]; then
  echo "1..0 # SKIP chromium is not installed"
elif [ ! -d "$modules/playwright-core" ] || [ ! -d "$modules/axe-core" ]; then
  echo "1..0 # SKIP the browser's driver is not installed: run tests/browser/prepare.sh"
else
  # What the build's own environment sets for C programs slows a browser down or stops it.
  unset G_DEBUG G_SLICE MALLOC_CHECK_ MALLOC_PERTURB_ ASAN_OPTIONS UBSAN_OPTIONS
  exec node "$here/walk.mjs" "$modules" "$chromium" "$1/tour"
fi
