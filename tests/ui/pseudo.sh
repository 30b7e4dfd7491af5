#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# pseudo.sh COMMAND...: makes a translation in which every text stands in brackets, and runs COMMAND with it.
set -u
top=${USHER_SOURCE_DIR:?}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/xx/LC_MESSAGES"
if ! (cd "$top/po" && xgettext --from-code=UTF-8 -f POTFILES.in -D .. -k_ -kN_ -kC_:1c,2 -kNC_:1c,2 \
        -kg_dngettext:2,3 -kg_dpgettext2:2c,3 -o "$dir/usher.pot" 2> "$dir/log") ||
   ! msgen --lang=xx "$dir/usher.pot" 2>> "$dir/log" |
     sed -E 's/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=(n != 1)/; s/charset=CHARSET/charset=UTF-8/' |
     msgfilter --keep-header -o "$dir/xx.po" sed -e '0,/./{/./s/^/⟦/}' -e '$s/$/⟧/' 2>> "$dir/log" ||
   ! msgfmt -o "$dir/xx/LC_MESSAGES/usher.mo" "$dir/xx.po" 2>> "$dir/log"; then
  echo "Bail out! The translation could not be made: $(tail -n 1 "$dir/log")"
  exit 99
fi
# A C library may translate nothing in C.UTF-8 (Debian's from 13 on does not): the same locale by another name.
if [ -d /usr/lib/locale/C.utf8 ]; then
  mkdir "$dir/locales"
  cp -r /usr/lib/locale/C.utf8 "$dir/locales/xx_XX.utf8"
  export LOCPATH="$dir/locales" LC_ALL=xx_XX.UTF-8
fi
export USHER_PSEUDO_DIR=$dir LANGUAGE=xx
"$@"
