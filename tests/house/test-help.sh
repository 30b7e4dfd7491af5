#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The help: valid pages, no dead link, every page reached from the index, nothing left unfinished; translations
# complete. yelp-check ends well whatever it finds, so what it prints counts. One TAP line a rule.
set -u
cd "${USHER_SOURCE_DIR:?}" || exit 99
if ! command -v yelp-check > /dev/null; then
  exec tests/house/missing.sh yelp-check
fi
. "$(dirname "$0")/common.sh"
for what in validate links orphans ids comments; do
  report "yelp-check $what has nothing to say" "$(yelp-check $what help/C 2>&1)"
done
report "every page is final" "$(yelp-check status --except final help/C 2>&1)"
report "every page is built" \
  "$(diff <(cd help/C && ls ./*.page | sed 's|./||') <(sed -nE "s/^  '(.*\.page)',$/\1/p" help/meson.build))"
for language in $(grep -v '^#' help/LINGUAS); do
  report "the help is complete in $language" \
    "$(scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
       itstool -o "$scratch/help.pot" help/C/*.page help/C/legal.xml
       msgmerge -q --no-fuzzy-matching -o "$scratch/help.po" "help/$language/$language.po" "$scratch/help.pot" 2> /dev/null
       msgfmt -c --statistics -o "$scratch/help.mo" "$scratch/help.po" 2>&1 | grep -E 'untranslated|fuzzy|error'
       mkdir "$scratch/pages" && itstool -m "$scratch/help.mo" -o "$scratch/pages" help/C/*.page help/C/legal.xml
       yelp-check validate "$scratch"/pages/*.page; yelp-check links "$scratch/pages")"
done
echo "1..$n"
