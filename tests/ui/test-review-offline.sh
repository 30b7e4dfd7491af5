#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-review-offline.sh IN-SESSION PROGRAM: the review window in a network namespace that has no interface but a loopback
# that is down. Whatever reached for the network would fail there, and be seen by the program's tests.
set -u
in_session=$1 program=$2
log=$(mktemp)
folder=$(mktemp -d)
trap 'rm -rf "$log" "$folder"' EXIT
echo "1..3"
if ! unshare --user --map-root-user --net true 2> /dev/null; then
  echo "ok 1 - no namespace # SKIP this system makes none"
  echo "ok 2 - the review window # SKIP this system makes no namespace"
  echo "ok 3 - usherctl # SKIP this system makes no namespace"
  exit 0
fi
others=$(unshare --user --map-root-user --net grep -v '^Inter\| face\| lo:' /proc/net/dev)
if [ -z "$others" ]; then echo "ok 1 - nothing leads out"; else echo "not ok 1 - nothing leads out"; fi
if unshare --user --map-root-user --net "$in_session" --display "$program" -p /ui/review-window/open \
     -p /ui/review-window/detail -p /ui/review-window/several > "$log" 2>&1; then
  echo "ok 2 - the review window needs no network"
else
  echo "not ok 2 - the review window needs no network"
  sed 's/^/# /' "$log"
fi

# Without an account, a key, a keyring or a display, too.
export HOME=$folder XDG_CACHE_HOME=$folder/cache XDG_DATA_HOME=$folder/data XDG_CONFIG_HOME=$folder/config
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS USHER_API_KEY
offline () { unshare --user --map-root-user --net "$@" > "$log" 2>&1; }
usherctl=${USHER_USHERCTL:?}
if offline "$usherctl" demo-log --events 300 --output "$folder/a.usherlog.gz" &&
   offline "$usherctl" verify "$folder/a.usherlog.gz" && grep -q whole "$log" &&
   offline "$usherctl" log --summary "$folder/a.usherlog.gz" && grep -q 300 "$log" &&
   offline "$usherctl" log --json --kind VIEWED "$folder/a.usherlog.gz" && grep -q '"VIEWED"' "$log"; then
  echo "ok 3 - usherctl makes, verifies and searches logs without a network"
else
  echo "not ok 3 - usherctl makes, verifies and searches logs without a network"
  sed 's/^/# /' "$log"
fi
