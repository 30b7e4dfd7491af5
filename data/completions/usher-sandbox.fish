# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for usher-sandbox. Its options are read from its own help.

complete -c usher-sandbox -f
complete -c usher-sandbox -a "(usher-sandbox --help 2>/dev/null | string replace -rf '^  (?:-[a-zA-Z], )?(--[a-z-]+)(?:=\S+)?\s*(.*)\$' '\$1\t\$2')"
complete -c usher-sandbox -s d -l data -x -a '(__fish_complete_directories)'
