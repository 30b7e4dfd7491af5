#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# pseudo-arabic.sh DIR: writes DIR/ar/LC_MESSAGES/usher.mo, in which every text stands in Arabic letters.
set -u
here=$(cd "$(dirname "$0")" && pwd)
po=$here/../../po
mkdir -p "$1/ar/LC_MESSAGES"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! (cd "$po" && xgettext --from-code=UTF-8 -f POTFILES.in -D .. -k_ -kN_ -kC_:1c,2 -kNC_:1c,2 \
        -kg_dngettext:2,3 -kg_dpgettext2:2c,3 -o "$scratch/usher.pot") 2> "$scratch/log" ||
   ! msgen --no-wrap --lang=ar "$scratch/usher.pot" 2>> "$scratch/log" |
     sed -E 's/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=(n != 1)/; s/charset=CHARSET/charset=UTF-8/' |
     "$here/pseudo-arabic.py" > "$scratch/ar.po" ||
   ! msgfmt -c -o "$1/ar/LC_MESSAGES/usher.mo" "$scratch/ar.po" 2>> "$scratch/log"; then
  echo "The Arabic letters could not be written: $(tail -n 1 "$scratch/log")" >&2
  exit 1
fi
