#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-install.sh BUILD-DIR ID PREFIX: installs into an empty folder, and looks whether every file is where it
# should be and nothing else is there; then whether the files of the desktop belong together. One TAP line a rule.
set -u
build=$1 id=$2 prefix=$3
cd "${USHER_SOURCE_DIR:?}" || exit 99
. "$(dirname "$0")/common.sh"
skip () { # name, why: a failure where all that is wanted was installed (build-aux/test)
  n=$((n + 1))
  if [ -n "${USHER_TEST_TOOLS:-}" ]; then echo "not ok $n - $1: $2"; else echo "ok $n - $1 # SKIP $2"; fi
}

dest=$(mktemp -d)
trap 'rm -rf "$dest"' EXIT
if ! DESTDIR="$dest" meson install -C "$build" --no-rebuild > "$dest/log" 2>&1; then
  echo "Bail out! meson install failed: $(tail -n 1 "$dest/log")"
  exit 99
fi
rm -f "$dest/log"
top=$dest$prefix
share=$top/share

expected=$(
  sed -e '/^#/d' -e "s/@ID@/$id/g" tests/house/installed-files.txt
  for language in $(grep -v '^#' po/LINGUAS); do echo "share/locale/$language/LC_MESSAGES/usher.mo"; done
  for folder in C $( [ -f help/LINGUAS ] && grep -v '^#' help/LINGUAS); do
    find help/C -name '*.page' -printf "share/help/$folder/usher/%P\n"
    echo "share/help/$folder/usher/legal.xml"
  done
)
found=$(cd "$top" && find . \( -type f -o -type l \) -printf '%P\n')
report "every file is installed where it should be, and no other" \
  "$(comm -3 <(sort <<< "$expected") <(sort <<< "$found") | sed 's/^\t/not expected: /; t; s/^/missing: /')"
report "nothing is installed outside the prefix" \
  "$(cd "$dest" && find . -type f -printf '/%P\n' | grep -v "^$prefix/")"
report "only programs are executable" \
  "$(cd "$top" && find . -type f -perm /111 -printf '%P\n' | grep -v '^bin/')"

desktop=$share/applications/$id.desktop
entry () { sed -nE "s/^$1=//p" "$desktop" | head -n 1; }
report "the desktop file starts the service that is named as it" \
  "$([ "$(entry DBusActivatable)" = true ] && grep -qx "Name=$id" "$share/dbus-1/services/$id.service" &&
     grep -qx "Exec=$prefix/bin/usher --gapplication-service" "$share/dbus-1/services/$id.service" ||
     cat "$share/dbus-1/services/$id.service")"
report "the icons of the desktop file and of logs exist" \
  "$(for icon in "$share"/icons/hicolor/{scalable/apps/$(entry Icon),symbolic/apps/$(entry Icon)-symbolic,scalable/mimetypes/$(sed -nE 's/.*<icon name="([^"]+)".*/\1/p' "$share/mime/packages/$id.xml")}.svg; do
       [ -f "$icon" ] || echo "${icon#"$dest"}"
     done)"
report "the desktop file has two actions, and each is one of the application" \
  "$([ "$(entry Actions)" = "new-invitation;open-log;" ] || entry Actions
     entry Actions | tr ';' '\n' | grep . | while read -r action; do
       grep -q "\.name = \"$action\"" src/ui/usher-application*.c || echo "$action"
     done)"
report "the desktop file opens the type of exported logs" \
  "$(type=$(sed -nE 's/.*<mime-type type="([^"]+)".*/\1/p' "$share/mime/packages/$id.xml")
     [ "$(entry MimeType)" = "$type;" ] || echo "$(entry MimeType) is not $type")"
report "the search provider names the desktop file and the application" \
  "$(ini=$share/gnome-shell/search-providers/$id.search-provider.ini
     grep -qx "DesktopId=$id.desktop" "$ini" && grep -qx "BusName=$id" "$ini" &&
     grep -qx "ObjectPath=/${id//./\/}/SearchProvider" "$ini" || cat "$ini")"
report "the metainfo names the desktop file" \
  "$(grep -q "<launchable type=\"desktop-id\">$id.desktop</launchable>" "$share/metainfo/$id.metainfo.xml" || echo "it does not")"

if command -v update-mime-database > /dev/null; then
  update-mime-database "$share/mime" > /dev/null 2>&1
  report "*.usherlog and *.usherlog.gz are Usher's type" \
    "$(for end in usherlog usherlog.gz; do grep -qE "^60:application/x-usherlog\+json:\*\.$end$" "$share/mime/globs2" || echo "$end"; done)"
else
  skip "*.usherlog and *.usherlog.gz are Usher's type" "update-mime-database is not installed"
fi

if command -v mandoc > /dev/null; then
  report "manual pages have no warning" "$(cd "$share/man/man1" && mandoc -T lint -W warning *.1 2>&1)"
else
  skip "manual pages have no warning" "mandoc is not installed"
fi

# Manual and completions against the programs' own help.
PATH=$top/bin:$PATH
export LC_ALL=C.UTF-8 XDG_DATA_HOME="$dest/data"
page () { sed -E 's/\\-/-/g; s/ Ns = Ns.*//' "$share/man/man1/$1.1" | tr -s ' ,' '\n\n'; }
options () { "$@" --help | sed -nE 's/^  (-[a-zA-Z], )?--([a-z-]+).*/\2/p' | grep -vxE 'help(-all|-gapplication)?' | sort -u; }
commands=$(usherctl --help | sed -nE 's/^  ([a-z][a-z-]+) +[^[ ].*/\1/p')
report "the manual of usherctl tells every command" \
  "$([ "$(wc -w <<< "$commands")" -ge 12 ] || echo "help lists no commands"
     for command in $commands; do grep -qE "^\.It Cm $command( |$)" "$share/man/man1/usherctl.1" || echo "$command"; done)"
report "the manuals tell every option" \
  "$(for command in '' $commands; do
       for option in $(options usherctl $command); do
         grep -qE "Fl Fl (not-)?$option( |$)" "$share/man/man1/usherctl.1" || echo "usherctl $command --$option"
       done
     done
     for program in usher usher-sandbox; do
       for option in $(options $program); do
         grep -qE "Fl Fl $option( |$)" "$share/man/man1/$program.1" || echo "$program --$option"
       done
     done)"

complete_bash () { # words…: what the shell offers for the last
  bash -c '. "$1"; . "$2"; shift 2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); f=_${1//-/_}; $f; printf "%s\n" "${COMPREPLY[@]}"' \
    bash "$share/bash-completion/completions/usherctl" "$share/bash-completion/completions/usher-sandbox" "$@" | sort | paste -sd ' '
}
same () { [ "$1" = "$2" ] || echo "$1, not $2"; }
report "bash completes commands, options and values" \
  "$(same "$(complete_bash usherctl cr)" create
     same "$(complete_bash usherctl --account x re)" "resend revoke"
     same "$(complete_bash usherctl create --dr)" --dry-run
     same "$(complete_bash usherctl create rec)" reconnect
     same "$(complete_bash usherctl list --status '')" "active expired fulfilled revoked"
     same "$(complete_bash usher-sandbox --cl)" --clock-offset)"
report "bash knows every option of every program and command" \
  "$(for command in '' $commands; do
       same "$(complete_bash usherctl $command --)" "$({ options usherctl $command; echo help; } | sed 's/^/--/' | sort | paste -sd ' ')"
     done
     same "$(complete_bash usher-sandbox --)" "$({ options usher-sandbox; echo help; } | sed 's/^/--/' | sort | paste -sd ' ')")"
if command -v fish > /dev/null; then
  # A fish of its own: no folder of this person is read.
  complete_fish () {
    HOME=$dest/home XDG_CONFIG_HOME=$dest/config fish --no-config -c "source '$share/fish/vendor_completions.d/${1%% *}.fish'; complete -C '$1'" |
      cut -f 1 | sort | paste -sd ' '
  }
  report "fish completes commands and options" \
    "$(same "$(complete_fish 'usherctl cr')" create
       same "$(complete_fish 'usherctl list --status ex')" expired
       same "$(complete_fish 'usherctl create --dr')" --dry-run
       same "$(complete_fish 'usher-sandbox --cl')" --clock-offset)"
  report "fish knows every option of every program and command" \
    "$(for command in '' $commands; do
         same "$(complete_fish "usherctl $command --")" "$({ options usherctl $command; echo help; } | sed 's/^/--/' | sort | paste -sd ' ')"
       done
       same "$(complete_fish 'usher-sandbox --')" "$({ options usher-sandbox; echo help; } | sed 's/^/--/' | sort | paste -sd ' ')")"
else
  skip "fish completes commands and options" "fish is not installed"
  skip "fish knows every option of every program and command" "fish is not installed"
fi
if command -v zsh > /dev/null; then
  report "zsh can read its completions" "$(zsh -n "$share"/zsh/site-functions/_usher* 2>&1)"
else
  skip "zsh can read its completions" "zsh is not installed"
fi
echo "1..$n"
