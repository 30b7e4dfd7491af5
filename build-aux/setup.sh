# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run, test and bench: finds or installs what is missing, configures and builds.
# Nothing here reaches for a network when nothing is missing.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say () { printf '%s\n' "$*"; }
die () { printf '%s\n' "$*" >&2; exit 1; }

# packages COLUMN USE...: the names in that column (2 Debian, 3 Fedora, 4 Arch) for these uses
packages () {
  local column=$1
  shift
  awk -v column="$column" -v uses=" $* " \
    '!/^#/ && NF >= 4 && index (uses, " " $1 " ") && !seen[$column]++ { print $column }' "$top/build-aux/packages.txt"
}

missing_debian () {
  local name
  for name in $(packages 2 "$@"); do
    dpkg-query -W -f='${db:Status-Status}\n' "$name" 2> /dev/null | grep -qx installed || say "$name"
  done
}
missing_fedora () { local name; for name in $(packages 3 "$@"); do rpm -q --quiet --whatprovides "$name" || say "$name"; done; }
missing_arch () { local name; for name in $(packages 4 "$@"); do pacman -Qq "$name" > /dev/null 2>&1 || say "$name"; done; }

# need USE...: see to it that the packages for these uses are there
need () {
  local missing sudo=() log
  if command -v apt-get > /dev/null && command -v dpkg-query > /dev/null; then
    missing=$(missing_debian "$@" | paste -sd ' ')
    [ -n "$missing" ] || return 0
    say "Installing what is missing: $missing"
    if [ "$(id -u)" != 0 ]; then
      command -v sudo > /dev/null || die "Usher needs these packages, and there is no sudo to install them: $missing"
      sudo=(sudo)
    fi
    log=$(mktemp)
    # The list of packages may be old or absent on a fresh machine; without it nothing is found.
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q > "$log" 2>&1 ||
      say "The list of packages could not be refreshed; trying with the one that is here."
    # shellcheck disable=SC2086 # one word a package
    if ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $missing >> "$log" 2>&1; then
      tail -n 15 "$log" >&2
      rm -f "$log"
      die "The packages could not be installed. Install them by hand and try again: $missing"
    fi
    rm -f "$log"
  elif command -v dnf > /dev/null && command -v rpm > /dev/null; then
    missing=$(missing_fedora "$@" | paste -sd ' ')
    [ -z "$missing" ] || die "Usher needs these packages first:
  sudo dnf install $missing"
  elif command -v pacman > /dev/null; then
    missing=$(missing_arch "$@" | paste -sd ' ')
    [ -z "$missing" ] || die "Usher needs these packages first:
  sudo pacman -S --needed $missing"
  else
    local tool
    missing=
    for tool in cc meson ninja pkg-config msgfmt python3; do
      command -v $tool > /dev/null || missing+=" $tool"
    done
    [ -z "$missing" ] || die "Packages are not installed for you on this system, and these programs are missing:$missing
  Debian names: $(packages 2 "$@" | paste -sd ' ')
  Fedora names: $(packages 3 "$@" | paste -sd ' ')
  Arch names:   $(packages 4 "$@" | paste -sd ' ')"
  fi
}

# build DIR [meson options…]: configure once, then build; quiet unless it fails
build () {
  local dir=$1 log
  shift
  log=$(mktemp)
  if [ ! -f "$dir/build.ninja" ]; then
    say "Configuring $(basename "$dir")"
    rm -rf "$dir/meson-private"
    if ! meson setup "$dir" "$top" --wrap-mode=nodownload "$@" > "$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      die "The build could not be configured."
    fi
  fi
  say "Building $(basename "$dir")"
  if ! ninja -C "$dir" > "$log" 2>&1; then
    tail -n 60 "$log" >&2
    rm -f "$log"
    die "The build failed."
  fi
  rm -f "$log"
}
