# shufa-lint 的补全，fish 用。由 shufa-lint completion fish 生成，升级以后重新生成。

# 正在写的是不是这个命令的第几个词：any 不论第几个，bare 是还没有写命令
function __shufa_lint_is
    set -l written (commandline -opc)
    set -e written[1]
    set -l verb <DEFAULT>
    set -l bare (test (count $written) -eq 0; and echo yes)
    if set -q written[2]; and contains -- "$written[1] $written[2]" <VERBS>
        set verb "$written[1] $written[2]"
        set -e written[1..2]
    else if set -q written[1]; and contains -- $written[1] <VERBS>
        set verb $written[1]
        set -e written[1]
    end
    test "$verb" = "$argv[1]"; or return 1
    switch $argv[2]
        case any
            return 0
        case bare
            test -n "$bare"
            return
    end
    set -l place 1
    set -l skip no
    for word in $written
        if test $skip = yes
            set skip no
        else if contains -- $word <TAKING>
            set skip yes
        else if not string match -q -- '-*' $word
            set place (math $place + 1)
        end
    end
    test $place = $argv[2]
end

# 用逗号隔开的几个
function __shufa_lint_several
    set -l token (commandline -ct | string replace -r -- '^--[a-z-]+=' '')
    set -l head (string match -r -- '.*,' $token)
    for word in ($argv)
        echo "$head$word"
    end
end

<LISTS>

<LINES>
