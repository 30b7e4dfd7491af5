#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# prepare.sh [BUILD-DIR]: fetch the validator for the contract check with npm, into the build folder. The only
# step of the tests that reaches for a network, so it is done by hand or by CI; without it the check is skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target="${1:-$here/../../_build}/contract"
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target/"
cd "$target"
npm ci --no-audit --no-fund --ignore-scripts
