#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-po.sh: the translations: valid, nearly complete, no letter underlined that is not there. Texts that were just
# written may wait for their translators, so a few may be missing.
set -u
cd "${USHER_SOURCE_DIR:?}" || exit 99
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
. "$(dirname "$0")/common.sh"
export LC_ALL=C.UTF-8
languages=$(grep -v '^#' po/LINGUAS)
report "every translation is listed in LINGUAS, and there is one for each that is" \
  "$(diff <(sort <<< "$languages") <(cd po && ls ./*.po 2> /dev/null | sed 's|./||; s/\.po$//' | sort))"
report "every listed file of POTFILES.in exists" \
  "$(grep -v '^#' po/POTFILES.in | while read -r file; do [ -f "$file" ] || echo "$file"; done)"
if ! (cd po && xgettext --from-code=UTF-8 -f POTFILES.in -D .. -k_ -kN_ -kC_:1c,2 -kNC_:1c,2 \
        -kg_dngettext:2,3 -kg_dpgettext2:2c,3 -o "$scratch/usher.pot") > "$scratch/log" 2>&1; then
  report "texts can be extracted" "$(tail -n 5 "$scratch/log")"
fi
total=$(msgfmt --statistics -o /dev/null "$scratch/usher.pot" 2>&1 | grep -oE '[0-9]+ untranslated' | grep -oE '[0-9]+')
for language in $languages; do
  report "$language has no error" "$(msgfmt -c -o "$scratch/$language.mo" "po/$language.po" 2>&1)"
  msgmerge -q --no-fuzzy-matching -o "$scratch/$language.po" "po/$language.po" "$scratch/usher.pot" 2> /dev/null
  done=$(msgfmt --statistics -o /dev/null "$scratch/$language.po" 2>&1 | grep -oE '^[0-9]+')
  report "$language has every text" \
    "$([ "$done" = "$total" ] || { echo "$done of $total"; msgattrib --untranslated --no-wrap "$scratch/$language.po" | grep '^msgid "[^"]'; })"
  report "$language uses its own quotation marks" \
    "$(case $language in
         de) wrong='”' ;;
         fr|es) wrong='“|”|„' ;;
         *) wrong= ;;
       esac
       [ -z "$wrong" ] || grep -nE "^(msgstr(\[[0-9]\])? )?\"" "po/$language.po" | awk -F: -v w="$wrong" '
         $2 ~ /^msgid/ { s = 0 } $2 ~ /^msgstr/ { s = 1 } s && $0 ~ w { print }' | head -5)"
done
report "French punctuation does not stand at the beginning of a line" \
  "$(msgattrib --no-obsolete --no-wrap po/fr.po | grep -v '^#' |
     awk '/^msgid/ { s = 0 } /^msgstr/ { s = 1 } s { print }' | grep -P '[^"] [:;?!»]|« | %%' | head -5)"
echo "1..$n"
