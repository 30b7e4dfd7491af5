#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-sandboxed.sh BUILD-DIR ID PREFIX PORTAL: runs the installed program as Flatpak would, with bubblewrap and
# xdg-dbus-proxy, which is what Flatpak runs it with: the permissions are those of the manifest, the home folder has nothing
# but the application's, the bus lets its own names and the portals through, and the password of libsecret's file comes
# from a portal (PORTAL). Where there are no namespaces, the surroundings are told to it by the environment only. The
# sandbox is tried over the bus; then what was written is looked at. Run by in-session.sh.
set -u
build=$1 id=$2 prefix=$3 portal=$4
. "$(dirname "$0")/common.sh"
dest=$(mktemp -d)
jobs=()
cleanup () { [ "${#jobs[@]}" = 0 ] || { kill "${jobs[@]}" 2> /dev/null; wait "${jobs[@]}" 2> /dev/null; }; rm -rf "$dest"; }
trap cleanup EXIT
if ! DESTDIR="$dest/root" meson install -C "$build" --no-rebuild > "$dest/log" 2>&1; then
  echo "Bail out! meson install failed: $(tail -n 1 "$dest/log")"
  exit 99
fi
top=$dest/root$prefix
glib-compile-schemas "$top/share/glib-2.0/schemas"

home=$dest/home app=$dest/home/.var/app/$id bus=$DBUS_SESSION_BUS_ADDRESS run=/run/flatpak
mkdir -p "$app"/{data,config,cache}
surroundings=(FLATPAK_ID="$id" HOME="$home" XDG_DATA_HOME="$app/data" XDG_CONFIG_HOME="$app/config" XDG_CACHE_HOME="$app/cache"
  GTK_A11Y=none)
# The tests' own surroundings say where things of the build are: what is installed is to find its own.
hide=(-u G_DEBUG -u GSETTINGS_BACKEND -u GSETTINGS_SCHEMA_DIR -u USHER_SANDBOX -u XDG_STATE_HOME)
# [Context], as Flatpak writes it from the manifest's finish-args.
granted () { sed -nE "s/^ *\"--$1=([a-z0-9-]+)\",?$/\1/p" "${USHER_SOURCE_DIR:?}/flatpak/io.github.usher.Usher.json" | paste -sd ';'; }
cat > "$dest/info" << END
[Application]
name=$id
runtime=runtime/org.gnome.Platform/$(uname -m)/51

[Context]
shared=$(granted share);
sockets=$(granted socket);
devices=$(granted device);

[Instance]
instance-id=1

[Session Bus Policy]
$id=own
$id.*=own
END
box=(bwrap --unshare-pid --die-with-parent --ro-bind /usr /usr --ro-bind /etc /etc --symlink usr/bin /bin --symlink usr/lib /lib
  --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp --dir "$run" --ro-bind "$top" "$prefix"
  --ro-bind "$dest/info" /.flatpak-info --bind "$home" "$home")
why=
[ "$prefix" != /usr ] || why="the prefix is the system's"
command -v bwrap xdg-dbus-proxy > /dev/null || why="bubblewrap or xdg-dbus-proxy is not installed"
[ -n "$why" ] || "${box[@]}" true 2> "$dest/err" || why="this system makes no namespace"
if [ -z "$why" ]; then
  "$portal" > "$dest/portal" &
  jobs+=($!) portal=$!
  wait_for grep -q ready "$dest/portal" || report "the portal is there" "it does not come"
  xdg-dbus-proxy "$bus" "$dest/bus" --filter --own="$id" --own="$id.*" '--call=org.freedesktop.portal.*=*' \
    '--broadcast=org.freedesktop.portal.*=@/org/freedesktop/portal/*' &
  jobs+=($!)
  wait_for test -S "$dest/bus" || report "the proxy of the bus is there" "it does not come"
  env "${hide[@]}" "${surroundings[@]}" XDG_DATA_DIRS="$prefix/share:/usr/share" PATH="$prefix/bin:/usr/bin" XDG_RUNTIME_DIR="$run" \
    DBUS_SESSION_BUS_ADDRESS="unix:path=$run/bus" \
    "${box[@]}" --ro-bind /tmp/.X11-unix /tmp/.X11-unix --bind "$dest/bus" "$run/bus" usher > "$dest/out" 2> "$dest/err" &
else
  env "${hide[@]}" "${surroundings[@]}" XDG_DATA_DIRS="$top/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" PATH="$top/bin:$PATH" \
    GSETTINGS_BACKEND=keyfile GSETTINGS_SCHEMA_DIR="$top/share/glib-2.0/schemas" USHER_SANDBOX="$top/bin/usher-sandbox" \
    SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$app/data/keyrings/default.keyring" SECRET_FILE_TEST_PASSWORD=test \
    usher > "$dest/out" 2> "$dest/err" &
fi
program=$!
jobs+=("$program")
is_gone () { ! kill -0 "$program" 2> /dev/null; }

gdbus wait --session --timeout 60 "$id" || report "the program takes its name on the bus" "$(tail -n 3 "$dest/err")"
gapplication action "$id" try-sandbox
# The account is written when the service answered and took the key.
data=$app/data/usher
[ "$id" = io.github.usher.Usher ] || data=$app/data/usher-devel
has_account () { is_gone || { [ -s "$data/accounts.ini" ] && compgen -G "$data/accounts/*/store.db"; }; }
wait_for has_account
report "an account on the sandbox is opened" "$([ -s "$data/accounts.ini" ] || tail -n 5 "$dest/err")"
report "its key is in the file of secrets" "$([ -s "$app/data/keyrings/default.keyring" ] || echo "there is no such file")"
report "the sandbox's data are in the folder of the application" \
  "$(find "$app/data" -path '*sandbox*' -name '*.db' | grep -q . || find "$app" -type f)"
gapplication action "$id" quit
wait_for is_gone
report "it ends when asked to" "$(is_gone || echo "it still runs")"
report "nothing is written outside the folder of the application" \
  "$(cd "$home" && find . -type f -printf '%P\n' | grep -v "^\.var/app/$id/")"
# This desktop has one portal only; GLib asks for the network's, too.
report "it has nothing to complain of" \
  "$(grep -E 'CRITICAL|WARNING' "$dest/err" | grep -vE "GLib-GIO-WARNING.*'(connectivity|metered|available)' property" | head -5)"
if [ -z "$why" ]; then
  kill "$portal"
  wait "$portal"
  report "the portal gave the password of that file" "$([ "$(tail -n 1 "$dest/portal")" -ge 1 ] || echo "it was not asked")"
else
  n=$((n + 1))
  echo "ok $n - in namespaces as Flatpak's # SKIP $why"
fi
echo "1..$n"
