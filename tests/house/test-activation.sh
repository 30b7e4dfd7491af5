#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-activation.sh BUILD-DIR ID PREFIX: what is installed is started as a desktop starts it: by the bus, for which it has
# a service file. By its icon, by the actions of its desktop file, with a log, and by a shell that searches. Each
# time a bus of its own begins without it. With bubblewrap it stands at its prefix; else the service file is told where
# it stands. Run by in-session.sh.
set -u
build=$1 id=$2 prefix=$3 here=$(dirname "$0")
. "$here/common.sh"
if ! command -v xdotool > /dev/null; then
  exec "$here/missing.sh" xdotool
fi
dest=$(mktemp -d)
trap 'rm -rf "$dest"' EXIT
if ! DESTDIR="$dest/root" meson install -C "$build" --no-rebuild > "$dest/log" 2>&1; then
  echo "Bail out! meson install failed: $(tail -n 1 "$dest/log")"
  exit 99
fi
top=$dest/root$prefix
glib-compile-schemas "$top/share/glib-2.0/schemas"
# The tests' own surroundings say where things of the build are: what is installed is to find its own.
unset G_DEBUG GSETTINGS_SCHEMA_DIR GSETTINGS_BACKEND USHER_SANDBOX
export GTK_A11Y=none GSETTINGS_BACKEND=memory PATH=$top/bin:$PATH
box=(bwrap --dev-bind / / --ro-bind "$top" "$prefix")
if [ "$prefix" != /usr ] && command -v bwrap > /dev/null && "${box[@]}" true 2> /dev/null; then
  export XDG_DATA_DIRS=$prefix/share:/usr/share
else
  box=()
  sed -i "s|^Exec=$prefix|Exec=$top|" "$top/share/dbus-1/services/$id.service"
  export XDG_DATA_DIRS=$top/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share} GSETTINGS_SCHEMA_DIR=$top/share/glib-2.0/schemas
fi

# What runs beside the bus. It ends the program over the bus, and waits until it is gone from there.
cat > "$dest/with" << 'END'
id=$1 path=/${1//./\/}
shift
has_window () { xdotool search --onlyvisible --name "$1" | grep -q .; }
runs () { gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus -m org.freedesktop.DBus.NameHasOwner "$id" | grep -q true; }
is_gone () { ! runs; }
ask () { gdbus call --session -d "$id" -o "$1" -m "$2" "${@:3}" 2>&1; }
app () { ask "$path" "org.freedesktop.Application.$1" "${@:2}" > /dev/null || echo "$1 is refused"; }
window () { wait_for has_window "$1" || echo "there is no window “$1”"; }
runs && echo "it runs already"
"$@"
gapplication action "$id" quit
wait_for is_gone || echo "it does not end"
END
try () { # what to do, in that surrounding
  "${box[@]}" dbus-run-session -- bash -c ". '$here/common.sh'; . '$dest/with'" bash "$id" "$@" 2> "$dest/err"
  grep -E 'CRITICAL|WARNING|ERROR|org.freedesktop.DBus.Error.S' "$dest/err" | head -n 5
}

report "its icon opens the window" "$(try eval 'app Activate "{}"; window "^Usher"')"
report "“New Invitation” is an action that starts it" \
  "$(try eval 'app ActivateAction new-invitation "[]" "{}"; window "^Usher"')"
report "“Open Log” asks for a log" "$(try eval 'app ActivateAction open-log "[]" "{}"; window "^Open Log$"')"
usherctl demo-log --events 5 --output "$dest/demo.usherlog" > /dev/null
report "a log that is opened has a window" "$(try eval "app Open \"['file://$dest/demo.usherlog']\" '{}'; window 'demo'")"
report "a search of the shell starts it, without a window" \
  "$(try eval 'ask "$path/SearchProvider" org.gnome.Shell.SearchProvider2.GetInitialResultSet "[\"ada\"]" | grep -v "^(@as \[\],)$"
               ! has_window . || echo "there is a window"
               # It stays a while for the next search; with the bus it goes at once.
               exit 0')"
echo "1..$n"
