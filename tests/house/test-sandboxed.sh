#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-sandboxed.sh BUILD-DIR ID PREFIX: runs the installed program as a Flatpak would: FLATPAK_ID is set, nothing of the
# home folder is its own but the folder of the application, and secrets go to libsecret's file. The sandbox is
# tried over the bus; then what was written is looked at. Run by in-session.sh.
set -u
build=$1 id=$2 prefix=$3
n=0
report () { # name, findings
  n=$((n + 1))
  if [ -z "$2" ]; then
    echo "ok $n - $1"
  else
    echo "not ok $n - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}
dest=$(mktemp -d)
program=
cleanup () { [ -z "$program" ] || kill "$program" 2> /dev/null; [ -z "$program" ] || wait "$program" 2> /dev/null; rm -rf "$dest"; }
trap cleanup EXIT
if ! DESTDIR="$dest/root" meson install -C "$build" --no-rebuild > "$dest/log" 2>&1; then
  echo "Bail out! meson install failed: $(tail -n 1 "$dest/log")"
  exit 99
fi
top=$dest/root$prefix
glib-compile-schemas "$top/share/glib-2.0/schemas"

home=$dest/home app=$dest/home/.var/app/$id
mkdir -p "$app"/{data,config,cache}
export HOME=$home FLATPAK_ID=$id XDG_DATA_HOME=$app/data XDG_CONFIG_HOME=$app/config XDG_CACHE_HOME=$app/cache
export XDG_DATA_DIRS="$top/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" PATH="$top/bin:$PATH"
export GSETTINGS_SCHEMA_DIR="$top/share/glib-2.0/schemas" GSETTINGS_BACKEND=keyfile USHER_SANDBOX="$top/bin/usher-sandbox"
export SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$app/data/keyring" SECRET_FILE_TEST_PASSWORD=test
unset G_DEBUG

usher > "$dest/out" 2> "$dest/err" &
program=$!
gdbus wait --session --timeout 60 "$id" || report "the program takes its name on the bus" "$(tail -n 3 "$dest/err")"
gapplication action "$id" try-sandbox
# The account is written when the service answered and took the key.
for _ in $(seq 600); do
  [ -s "$app/data/usher/accounts.ini" ] && compgen -G "$app/data/usher/accounts/*/store.db" > /dev/null && break
  kill -0 "$program" 2> /dev/null || break
  sleep 0.1
done
report "an account on the sandbox is opened" "$([ -s "$app/data/usher/accounts.ini" ] || tail -n 5 "$dest/err")"
report "its key is in the file of secrets" "$([ -s "$app/data/keyring" ] || echo "there is no such file")"
gapplication action "$id" quit
for _ in $(seq 600); do
  kill -0 "$program" 2> /dev/null || break
  sleep 0.1
done
report "it ends when asked to" "$(kill -0 "$program" 2> /dev/null && echo "it still runs")"
report "nothing is written outside the folder of the application" \
  "$(cd "$home" && find . -type f -printf '%P\n' | grep -v "^\.var/app/$id/")"
report "it has nothing to complain of" "$(grep -E 'CRITICAL|WARNING' "$dest/err" | head -5)"
echo "1..$n"
