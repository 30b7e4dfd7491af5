#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house that a compiler does not see: arrows between the rooms, no toolkit in the core, lengths,
# licence lines, the list of translatable files, version checks in one place. One TAP line a rule.
set -u
cd "${USHER_SOURCE_DIR:?}" || exit 99
. "$(dirname "$0")/common.sh"
files () { find "$@" -type f | sort; }

# What each room may include beside itself (design: the house).
allowed () {
  case $1 in
    model) echo "" ;;
    api|keys|store|archive|sandbox) echo "model" ;;
    session) echo "model api keys store archive" ;;
    ui|cli) echo "model session archive" ;;
  esac
}
found=
for room in model api keys store session archive ui cli sandbox; do
  ok=" $room $(allowed "$room") "
  while IFS=: read -r file line text; do
    [ -n "$file" ] || continue
    target=$(sed -E 's/.*"([a-z]+)\/.*/\1/' <<< "$text")
    case $ok in *" $target "*) ;; *) found+="$file:$line: $room may not use $target"$'\n' ;; esac
  done < <(grep -nE '^#include "[a-z]+/' -r "src/$room" --include='*.[ch]')
done
report "arrows between rooms are those of the design" "${found%$'\n'}"

report "every include between rooms names its room" \
  "$(grep -nE '^#include "' -r src --include='*.[ch]' | grep -vE '#include "((model|api|keys|store|session|archive|ui|cli|sandbox)/|usher-config\.h")')"

core='src/model src/api src/keys src/store src/session src/archive src/cli src/sandbox'
report "no toolkit header outside ui/" \
  "$(grep -nE '#include *[<"](gtk|gdk|gsk|adwaita|adw-|pango|graphene|cairo)' -r $core --include='*.[ch]' |
     grep -vE '^src/archive/usher-report(-page)?\.[ch]:[0-9]+:#include *<(pango|cairo)')"

if [ -n "${USHER_CORE_LIB:-}" ]; then
  report "the core library calls no toolkit function" \
    "$(nm -u "$USHER_CORE_LIB" 2>/dev/null | grep -E ' U (gtk|gdk|gsk|adw)_' | sort -u)"
fi

report "main.c holds main() and nothing else" \
  "$(grep -cE '^[a-z_]+ \(' src/main.c | grep -vx 1)"

report "no C file above 800 lines, no template above 300" \
  "$(files src tests | grep -E '\.(c|h|ui|css)$' | xargs wc -l | awk '$2 != "total" && (($2 ~ /\.ui$/ && $1 > 300) || $1 > 800) { print $2 ": " $1 " lines" }')"

report "every source file has its licence line" \
  "$(files src tests build-aux data | grep -E '\.(c|h|ui|css|sh|py|build|xml|svg)$|meson.build$' | xargs grep -L 'SPDX-License-Identifier')"

listed=$(grep -vE '^(#|$)' po/POTFILES.in)
marked=$(grep -lE '\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2) ?\("' -r src --include='*.c' --include='*.h'; grep -lE 'translatable="yes"' -r src --include='*.ui')
report "POTFILES.in lists every file with texts, and only files that exist" \
  "$(comm -3 <(sort -u <<< "$listed" | grep -v '^data/' | grep .) <(sort -u <<< "$marked" | grep .) | sed 's/^\t/not listed: /; t; s/^/has no texts or is gone: /')"
report "POTFILES.in is sorted" "$(diff <(echo "$listed") <(LC_ALL=C sort <<< "$listed") | head -5)"

# xgettext stops at a macro, so that the text is never found at run time.
report "no macro stands inside a translatable text" \
  "$(grep -nE '(\b_|\bngettext|\bC_|\bN_) ?\(.*" [A-Z][A-Z0-9_]+[ ),"]' -r src --include='*.c' | head -5)"

report "texts in templates are translatable" \
  "$(grep -nE '<property name="(title|label|tooltip-text|placeholder-text|description|subtitle|heading|body)">[[:upper:]][[:lower:]]' -r src --include='*.ui')"

report "toolkit versions are asked about only in ui/compat" \
  "$(grep -nE '\b[A-Z]+_CHECK_VERSION|\b[A-Z]+_(MAJOR|MINOR|MICRO)_VERSION\b|\b(gtk|adw|glib|soup|json|pango|cairo)_(get_|check_)?((major|minor|micro)_)?version\b' -r src --include='*.[ch]' | grep -v '^src/ui/compat/'
     grep -nE '[a-z]_dep\.version' -r meson.build src data tests --include=meson.build)"

report "no sleeping in code or tests" "$(grep -nE '\b(g_usleep|usleep|nanosleep|sleep) *\(' -r src tests --include='*.[ch]')"

report "no assertion on outside data" \
  "$(grep -nE '\bg_(assert[a-z_]*|error) *\(' -r src/api src/model src/archive src/sandbox --include='*.c' | grep -v 'g_assert_not_reached')"

report "no name of a machine's folder in the tree" \
  "$(git grep -nIE '(^|[^a-z])/(work|root|farm)/' -- . ':!tests/house/test-house.sh' 2>/dev/null | head -5)"

report "no markup made from data" \
  "$(grep -nE 'gtk_label_set_markup|use-markup">(true|True|1)|adw_toast_set_use_markup \(.*TRUE' -r src/ui | grep -v 'markup: constant' )"

# The dialogs of ui/compat go through the portal where there is one; the home folder is not there in a Flatpak.
report "files are asked for by dialogs that go through portals" \
  "$(grep -nE 'gtk_file_chooser_(dialog|widget)_new|GtkFileChooser(Dialog|Widget)|g_get_home_dir|g_get_user_special_dir' -r src --include='*.[ch]' --include='*.ui'
     grep -nE 'gtk_file_(dialog|chooser_native)_new' -r src --include='*.[ch]' | grep -v '^src/ui/compat/')"

report "texts for people say \"email\", as GNOME does" \
  "$(grep -niE '(_ ?\(|C_|ngettext|translatable="yes"|^ +").*\be-mails?\b' -r src/ui src/cli src/model src/session --include='*.c' --include='*.ui')"

echo "1..$n"
