#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# prepare.sh [BUILD-DIR]: fetch with npm what the browser test needs, into the build folder. build-aux/test does
# this; without it, or without chromium, the test is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target="${1:-$here/../../_build}/browser"
mkdir -p "$target"
cmp -s "$here/package-lock.json" "$target/installed-lock.json" && exit 0
cp "$here/package.json" "$here/package-lock.json" "$target/"
cd "$target"
npm ci --no-audit --no-fund --ignore-scripts
cp package-lock.json installed-lock.json
