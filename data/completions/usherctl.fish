# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for usherctl. Commands and options are read from its own help.

function __usherctl_command
    set -l words (commandline -opc)
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case -a --account -s --server
                set skip 1
            case '-*'
            case '*'
                echo $word
                return 0
        end
    end
    return 1
end

function __usherctl_is
    contains -- (__usherctl_command; or echo none) $argv
end

function __usherctl_options
    usherctl (__usherctl_command) --help 2>/dev/null | string replace -rf '^  (?:-[a-zA-Z], )?(--[a-z-]+)(?:=\S+)?\s*(.*)$' '$1\t$2'
end

complete -c usherctl -f
complete -c usherctl -n 'not __usherctl_command' -a "(usherctl --help 2>/dev/null | string replace -rf '^  ([a-z][a-z-]+)\s+([^[ ].*)\$' '\$1\t\$2')"
complete -c usherctl -n 'string match -q -- "-*" (commandline -ct)' -a '(__usherctl_options)'
complete -c usherctl -n '__usherctl_is create' -a 'contributor reconnect'
complete -c usherctl -n '__usherctl_is list' -l status -x -a 'active expired revoked fulfilled'
complete -c usherctl -n '__usherctl_is create' -l expires -x -a '12h 1d 7d 30d never'
complete -c usherctl -n '__usherctl_is create' -l max-uses -x -a '1 unlimited'
complete -c usherctl -n '__usherctl_is verify log' -F
