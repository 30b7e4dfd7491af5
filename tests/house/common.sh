# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of this folder share; each begins with . "$(dirname "$0")/common.sh".

# TAP: the next test, which is well when nothing was found.
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

patience=600 # tenths of a second
wait_for () { # command…
  local _
  for _ in $(seq "$patience"); do
    "$@" > /dev/null 2>&1 && return 0
    sleep 0.1
  done
  return 1
}
