#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-review-offline.sh IN-SESSION PROGRAM: the review window in a network namespace that has no interface but a loopback
# that is down. Whatever reached for the network would fail there, and be seen by the program's tests.
set -u
in_session=$1 program=$2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "1..2"
if ! unshare --user --map-root-user --net true 2> /dev/null; then
  echo "ok 1 - no namespace # SKIP this system makes none"
  echo "ok 2 - the review window # SKIP this system makes no namespace"
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
