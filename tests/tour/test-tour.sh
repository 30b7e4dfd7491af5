#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-tour.sh IN-SESSION TOUR: the tour succeeds; there is a picture for every line it prints; everything that takes the
# focus has a name; and what a screen reader is told of each screen is what is kept in tests/ui/golden-a11y/.
#
# After a change that is meant, renew what is kept, and read the difference before it is committed:
#     USHER_RENEW_TREES=1 meson test -C _build tour
set -u
in_session=$1 tour=$2
golden=${USHER_SOURCE_DIR:?}/tests/ui/golden-a11y
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/pictures" "$dir/trees"
report () { # number, name, findings
  if [ -z "$3" ]; then echo "ok $1 - $2"; else echo "not ok $1 - $2"; printf '%s\n' "$3" | sed 's/^/# /'; fi
}

echo 1..4
USHER_SCREEN=1600x1000x24 "$in_session" --display "$tour" --output "$dir/pictures" --trees "$dir/trees" --demo 12 \
  > "$dir/lines" 2> "$dir/errors"
status=$?
sed 's/^/# /' "$dir/lines"
report 1 "every step of the tour comes about" \
  "$([ "$status" = 0 ] || { echo "it ended with $status"; tail -n 20 "$dir/errors"; })"
told=$(grep -c '^ok ' "$dir/lines")
made=$(find "$dir/pictures" -name '*.png' -size +1k | wc -l)
report 2 "each step has a picture" "$([ "$told" -ge 20 ] && [ "$told" = "$made" ] || echo "$told steps, $made pictures")"
if ! toolkit=$(grep -oP '^toolkit \K.*' "$dir/lines"); then
  why=$(grep -oP '^no trees: \K.*' "$dir/lines")
  echo "ok 3 - everything that takes the focus has a name # SKIP ${why:-the tour did not begin}"
  echo "ok 4 - screen readers are told what they were told # SKIP ${why:-the tour did not begin}"
  exit 0
fi
report 3 "everything that takes the focus has a name" "$(sed -n '/^UNNAMED/,/^\(ok\|FAILED\)/p' "$dir/lines")"
if [ -n "${USHER_RENEW_TREES:-}" ]; then
  mkdir -p "$golden/$toolkit"
  rm -f "$golden/$toolkit"/*.txt
  cp "$dir/trees"/*.txt "$golden/$toolkit/"
fi
if [ -d "$golden/$toolkit" ]; then
  report 4 "screen readers are told what they were told" "$(diff -ru "$golden/$toolkit" "$dir/trees" | head -n 200)"
else
  echo "ok 4 - screen readers are told what they were told # SKIP nothing is kept for $toolkit, which tells it in its own way"
fi
