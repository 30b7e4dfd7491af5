#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# prepare.sh [BUILD-DIR]: fetch the validator for the contract check with npm, into the build folder, which reaches
# for a network. build-aux/test does this; without it the check is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target="${1:-$here/../../_build}/contract"
mkdir -p "$target"
cmp -s "$here/package-lock.json" "$target/installed-lock.json" && exit 0
cp "$here/package.json" "$here/package-lock.json" "$target/"
cd "$target"
npm ci --no-audit --no-fund --ignore-scripts
cp package-lock.json installed-lock.json
