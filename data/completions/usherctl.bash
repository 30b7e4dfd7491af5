# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for usherctl. Commands and options are read from its own help, so they are never out of date.

_usherctl () {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' word skip='' commands
  COMPREPLY=()
  [ "$previous" != = ] || previous=${COMP_WORDS[COMP_CWORD-2]}
  [ "$current" != = ] || current=

  case $previous in
    --status) mapfile -t COMPREPLY < <(compgen -W 'active expired revoked fulfilled' -- "$current"); return ;;
    --max-uses) mapfile -t COMPREPLY < <(compgen -W '1 unlimited' -- "$current"); return ;;
    --expires) mapfile -t COMPREPLY < <(compgen -W '12h 1d 7d 30d never' -- "$current"); return ;;
    --output) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    -a|--account|-s|--server|-c|--company|--connection|-e|--email|--provider-url|--datasource-id|--site|\
    --utility-type|--country|--owner-email|--start-date) return ;;
  esac

  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$skip" ]; then skip=; continue; fi
    case $word in
      -a|--account|-s|--server) skip=1 ;;
      -*) ;;
      *) command=$word; break ;;
    esac
  done

  if [[ $current == -* ]]; then
    # shellcheck disable=SC2086 # no command is no word
    mapfile -t COMPREPLY < <(compgen -W "$(usherctl $command --help 2> /dev/null |
      sed -nE 's/^  (-[a-zA-Z], )?(--[a-z-]+).*/\2/p')" -- "$current")
    return
  fi
  commands=$(usherctl --help 2> /dev/null | sed -nE 's/^  ([a-z][a-z-]+) +[^[ ].*/\1/p')
  case $command in
    '') mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current") ;;
    create) mapfile -t COMPREPLY < <(compgen -W 'contributor reconnect' -- "$current") ;;
    verify|log) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
  esac
}
complete -o filenames -F _usherctl usherctl
