#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every template against GTK's own grammar; whether its types and properties exist is for the tests that build them.
set -u
xmllint=$1 rng=$2
cd "${USHER_SOURCE_DIR:?}" || exit 99
n=0
while read -r file; do
  n=$((n + 1))
  if out=$("$xmllint" --noout --relaxng "$rng" "$file" 2>&1); then
    echo "ok $n - $file"
  else
    echo "not ok $n - $file"
    sed 's/^/# /' <<< "$out"
  fi
done < <(find src -name '*.ui' | sort)
echo "1..$n"
