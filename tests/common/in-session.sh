#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# in-session.sh --bus|--keyring|--display CMD...: run CMD with a session bus of its own and private HOME and
# XDG folders, so that a test can neither see nor leave anything; --keyring adds an unlocked gnome-keyring as
# the Secret Service, --display a virtual display and the keyring.
# -displayfd lets the X server choose a free number; -noreset keeps it alive between clients.
set -u
mode=$1
shift
dir=$(mktemp -d)
mkdir -p "$dir"/{home,config,data,cache,state}
mkdir -m 700 "$dir/run"
xvfb=
cleanup () { [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null; [ -z "$xvfb" ] || wait "$xvfb" 2>/dev/null; rm -rf "$dir"; }
trap cleanup EXIT
trap 'exit 143' TERM INT

# In the long run leaks of widgets are looked for; where a library's have to be told from ours, by whole stacks. What they
# report is judged at the end (leaks.py).
leaks=
if [ "$mode" = --display ] && [ -n "${USHER_TEST_LONG:-}" ]; then
  leaks=$dir/sanitizer
  frames=$([ -n "${USHER_TEST_WHOLE_STACKS:-}" ] && echo 0:malloc_context_size=100 || echo 1:malloc_context_size=20)
  export ASAN_OPTIONS="detect_leaks=1:fast_unwind_on_malloc=$frames:detect_stack_use_after_return=0:log_path=$leaks"
  export LSAN_OPTIONS="${LSAN_OPTIONS:-}:exitcode=0"
fi
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export HOME="$dir/home" XDG_CONFIG_HOME="$dir/config" XDG_DATA_HOME="$dir/data"
export XDG_CACHE_HOME="$dir/cache" XDG_STATE_HOME="$dir/state" XDG_RUNTIME_DIR="$dir/run"
export LANG="${LANG:-C.UTF-8}"

if [ "$mode" = --display ]; then
  exec 9> "$dir/number"
  Xvfb -displayfd 9 -screen 0 "${USHER_SCREEN:-1400x900x24}" -nolisten tcp -noreset > "$dir/xvfb.log" 2>&1 &
  xvfb=$!
  for _ in $(seq 200); do
    [ -s "$dir/number" ] && break
    sleep 0.05
  done
  if [ ! -s "$dir/number" ]; then
    echo "Bail out! The virtual display did not start: $(tail -n 1 "$dir/xvfb.log")"
    exit 99
  fi
  export DISPLAY=":$(cat "$dir/number")" GDK_BACKEND=x11
else
  unset DISPLAY
fi

# The keyring's password comes from standard input and exists in this session only. The daemon goes into the
# background before it can be talked to: wait for its name first, as asking would start a second one that is
# locked, and then for its keyring. It ends with the bus. Its own warnings are not to be fatal.
# Standard output is the test's own (TAP). The bus, and what it starts, print theirs among the errors: else the
# registry of accessibility says there that it is running.
exec 8>&1
to_test='exec 1>&8 8>&-
'
with_keyring='
fail () { echo "Bail out! gnome-keyring: $1: $(tail -n 1 "$XDG_RUNTIME_DIR/keyring.log")"; exit 99; }
locked () {
  gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets/collection/login \
    -m org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Collection Locked 2>&1
}
printf %s usher-test | env -u G_DEBUG -u MALLOC_PERTURB_ gnome-keyring-daemon --unlock --components=secrets > "$XDG_RUNTIME_DIR/keyring.log" 2>&1 ||
  fail "it did not start"
gdbus wait --session --timeout 20 org.freedesktop.secrets || fail "it does not answer"
for _ in $(seq 200); do
  state=$(locked)
  [ "$state" = "(<false>,)" ] && exec "$@"
  sleep 0.05
done
fail "it stays locked ($state)"'

# Sanitizers are for the program under test, not for the bus.
case $mode in
  --bus) dbus-run-session -- bash -c "$to_test"'exec "$@"' bash "$@" >&2 ;;
  --keyring | --display) dbus-run-session -- bash -c "$to_test$with_keyring" bash "$@" >&2 ;;
  *) echo "Bail out! in-session.sh knows no mode $mode"; exit 99 ;;
esac
status=$?
if [ -n "$leaks" ] && compgen -G "$leaks.*" > /dev/null; then
  /usr/bin/env python3 "$(dirname "$0")/leaks.py" "$leaks".* || [ $status != 0 ] || status=23
fi
exit $status
