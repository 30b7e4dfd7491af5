#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-start.sh: starts the real programs where surroundings are poor: in the locale C, in one with UTF-8, in one that
# the system does not have, and without a session bus. Each time the window comes, Alt+T tries the sandbox, its
# invitations are read, and Ctrl+Q ends the program well. Run by in-session.sh, which gives a display of its own.
set -u
. "$(dirname "$0")/common.sh"
if ! command -v xdotool > /dev/null; then
  exec "$(dirname "$0")/missing.sh" xdotool
fi
dir=$(mktemp -d)
program= sandbox=
cleanup () {
  [ -z "$program" ] || kill "$program" 2> /dev/null
  [ -z "$sandbox" ] || kill "$sandbox" 2> /dev/null
  wait
  rm -rf "$dir"
}
trap cleanup EXIT
# Warnings are looked for in what was printed: one that stops the program would say less.
unset G_DEBUG LANGUAGE
export GTK_A11Y=none

is_gone () { ! kill -0 "$program" 2> /dev/null; }
has_window () { is_gone || xdotool search --onlyvisible --name '^Usher' | grep -q .; }
has_store () { compgen -G "$dir/$1/accounts/*/store.db" > /dev/null && [ "$(sqlite3 "$dir/$1"/accounts/*/store.db 'SELECT count(*) FROM invitations' 2> /dev/null || echo 0)" -gt 0 ]; }

# Without a window manager a key may come while no window has the focus, so it is sent again, to who waits for it still.
# Not to a window: one that goes with the first half of the key would leave it pressed.
press () {
  xdotool search --onlyvisible --name '^Usher' windowfocus > /dev/null 2>&1
  xdotool key "$1" > /dev/null 2>&1
}
press_until () { # key, command…
  local key=$1 patience=50 _
  shift
  for _ in $(seq 12); do
    press "$key"
    wait_for "$@" && return 0
  done
  return 1
}

try () { # the name of a folder for its data
  local status findings=
  "${USHER_PROGRAM:?}" --data-dir "$dir/$1" > "$dir/out" 2> "$dir/err" &
  program=$!
  if ! wait_for has_window || is_gone; then
    findings="no window comes"
  elif ! press_until alt+t has_store "$1"; then
    findings="nothing is read from the sandbox"
  elif ! press_until ctrl+q is_gone; then
    findings="it does not end"
  fi
  is_gone || kill "$program"
  wait "$program"
  status=$?
  program=
  [ "$status" = 0 ] || findings+="${findings:+, and }it ended with $status"
  [ -z "$findings" ] || { printf '%s\n' "$findings"; tail -n 3 "$dir/err"; }
  # Of a locale that is not there the toolkit complains rightly.
  grep -E 'WARNING|CRITICAL|ERROR' "$dir/err" | grep -v 'Locale not supported by C library' | head -n 5
}

report "in the locale C" "$(LANG=C LC_ALL=C try c)"
report "in a locale with UTF-8" "$(LANG=C.UTF-8 LC_ALL=C.UTF-8 try utf8)"
report "in a locale that is not there" "$(unset LC_ALL; LANG=xx_XX.UTF-8 try none)"
report "without a session bus" "$(LC_ALL=C DBUS_SESSION_BUS_ADDRESS=unix:path=$dir/no-bus try bus)"

mkfifo "$dir/pipe"
"${USHER_SANDBOX:?}" --port 0 --data "$dir/sandbox" --demo 12 --seed 7 > "$dir/pipe" &
sandbox=$!
read -r line < "$dir/pipe"
server=$(sed -nE 's/.*"baseUrl" *: *"([^"]+)".*/\1/p' <<< "$line")
USHER_API_KEY=$(sed -nE 's/.*"apiKey" *: *"([^"]+)".*/\1/p' <<< "$line")
export USHER_API_KEY

report "usherctl in the locale C writes what is not ASCII as it is, or says that it cannot" \
  "$(LC_ALL=C "${USHER_USHERCTL:?}" --server "$server" companies > "$dir/list" 2> "$dir/err" || cat "$dir/err"
     [ "$(wc -l < "$dir/list")" -gt 1 ] || echo "nothing is listed")"
report "usherctl without a session bus" \
  "$(DBUS_SESSION_BUS_ADDRESS=unix:path=$dir/no-bus "$USHER_USHERCTL" --server "$server" list > "$dir/list" 2> "$dir/err" ||
     cat "$dir/err"
     [ "$(wc -l < "$dir/list")" -gt 10 ] || echo "nothing is listed")"
echo "1..$n"
