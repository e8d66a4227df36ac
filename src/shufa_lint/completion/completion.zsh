#compdef shufa-lint
# shufa-lint 的补全，zsh 用。由 shufa-lint completion zsh 生成，升级以后重新生成。

<LISTS>

_shufa_lint() {
  local verb=<DEFAULT>
  local -a verbs more
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    verbs=<VERBS>
    _alternative 'verbs:命令:{_describe -t verbs 命令 verbs}' 'files:文稿:_files'
    return
  fi
  if (( CURRENT > 2 )); then
    case $words[2] in
    <FIRSTS>) verb=$words[2]; shift words; (( CURRENT-- )) ;;
    esac
    case $verb in
<SECONDS>
    esac
    if (( CURRENT == 2 && $#more )) && [[ $words[2] != -* ]]; then
      _alternative 'more:命令:{_describe -t more 命令 more}' 'files:文稿:_files'
      return
    fi
    if (( CURRENT > 2 )); then
      case "$verb $words[2]" in
      <PAIRS>) verb="$verb $words[2]"; shift words; (( CURRENT-- )) ;;
      esac
    fi
  fi
  case $verb in
<ARGUMENTS>
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _shufa_lint "$@"
else
  compdef _shufa_lint shufa-lint
fi
