# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for usher-sandbox. Its options are read from its own help.

_usher_sandbox () {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case $previous in
    -d|--data) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    -p|--port|--demo|--seed|--latency|--clock-offset|--embed-origin) return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$(usher-sandbox --help 2> /dev/null |
    sed -nE 's/^  (-[a-zA-Z], )?(--[a-z-]+).*/\2/p')" -- "$current")
}
complete -o filenames -F _usher_sandbox usher-sandbox
