#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD-DIR WALK: the contract check, or a word on why it is skipped.
set -eu
here=$(dirname "$0")
prism="${USHER_CONTRACT_DIR:-$1/contract}/node_modules/@stoplight/prism-cli/dist/index.js"
if ! command -v node > /dev/null 2>&1; then
  echo "1..0 # SKIP node is not installed"
elif [ ! -f "$prism" ]; then
  echo "1..0 # SKIP the validator is not installed: run tests/contract/prepare.sh"
else
  exec node "$here/check.mjs" "$prism" "$here/openapi.yaml" "$2"
fi
