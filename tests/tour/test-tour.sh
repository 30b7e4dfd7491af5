#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-tour.sh IN-SESSION TOUR: the tour succeeds, and there is a picture for every line it prints.
set -u
in_session=$1 tour=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
GTK_A11Y=none USHER_SCREEN=1600x1000x24 "$in_session" --display "$tour" --output "$dir" --demo 150 > "$dir/lines"
status=$?
cat "$dir/lines"
[ "$status" = 0 ] || exit 1
told=$(grep -c '^ok ' "$dir/lines")
made=$(find "$dir" -name '*.png' -size +1k | wc -l)
echo "$told steps, $made pictures"
[ "$told" -ge 20 ] && [ "$told" = "$made" ]
