#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-looks.sh IN-SESSION PSEUDO TOUR: the tour on a screen of 360 pixels, in a translation that puts every text into
# brackets: no window asks for more, and no text of any screen is without them. Then in German: what has to be read whole is
# not cut. The pictures are made by build-aux/looks.
set -u
in_session=$1 pseudo=$2 tour=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
report () { # number, name, findings
  if [ -z "$3" ]; then echo "ok $1 - $2"; else echo "not ok $1 - $2"; printf '%s\n' "$3" | sort | uniq -c | sed 's/^/# /'; fi
}
walk () { # name, what New Invitation is called, what is told of the pictures, those that are no faults, options…
  local name=$1 word=$2 told=$3 known=$4 log=$dir/$1.log status
  shift 4
  mkdir "$dir/$name"
  GTK_A11Y=none USHER_SCREEN=1600x1000x24 "$in_session" --display "$tour" --output "$dir/$name" --demo 12 --looks --width 360 "$@" \
    > "$log" 2> "$dir/$name.errors"
  status=$?
  report "$((++n))" "$name: every step comes about" \
    "$([ "$status" = 0 ] || { grep '^FAILED' "$log"; tail -n 5 "$dir/$name.errors"; })"
  if ! grep -qx 'toolkit gtk-4.8' "$log"; then
    echo "ok $((++n)) - $name: room # SKIP a newer toolkit has other windows"
    echo "ok $((++n)) - $name: $told # SKIP a newer toolkit has other words"
    return
  fi
  report "$((++n))" "$name: no window asks for more than 360 pixels" "$(grep '^WIDE' "$log")"
  report "$((++n))" "$name: $told" \
    "$(grep -qx "texts $word" "$log" || grep '^texts' "$log"; grep -E '^(PLAIN|CUT)' "$log" | grep -vE "$known")"
}

echo 1..6
n=0
export -f walk report
export dir in_session tour n
"$pseudo" bash -c 'walk pseudo "⟦New Invitation⟧" "every text of every screen is translated" "^CUT" --plain --texts "$USHER_PSEUDO_DIR"'
n=3
# Names, and what a connection says of itself, are of any length.
LANGUAGE=de walk de "Neue Einladung" "what has to be read is not cut" ' · ' \
  --texts "$(dirname "$tour")/../../po"
