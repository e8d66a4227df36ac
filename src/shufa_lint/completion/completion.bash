# shufa-lint 的补全，bash 用。由 shufa-lint completion bash 生成，升级以后重新生成。

_shufa_lint() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local verb=<DEFAULT> takes='' list='' start=1 place=1 i word head=''
  COMPREPLY=()

  # bash 把 --profile=x 拆成三个词
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
    [[ $prev == -* ]] || return 0 # sarif=文件
  fi

  if ((COMP_CWORD > 1)); then
    case ${COMP_WORDS[1]} in
    <VERBS>) verb=${COMP_WORDS[1]} start=2 ;;
    esac
  fi
  if ((COMP_CWORD > 2)); then
    case "$verb ${COMP_WORDS[2]}" in
    <PAIRS>) verb="$verb ${COMP_WORDS[2]}" start=3 ;;
    esac
  fi

  _shufa_lint_takes "$verb" "$prev"
  if [[ -z $takes && $cur == -* ]]; then
    case $verb in
<OPTIONS>
    esac
  elif [[ -z $takes ]]; then
    for ((i = start; i < COMP_CWORD; i++)); do
      word=${COMP_WORDS[i]}
      if [[ $word == -* ]]; then
        _shufa_lint_takes "$verb" "$word"
        if [[ -n $takes ]]; then
          i=$((i + 1))
          if [[ ${COMP_WORDS[i]} == = ]]; then i=$((i + 1)); fi
        fi
        takes=''
      else
        place=$((place + 1))
      fi
    done
    case "$verb $place" in
<PLACES>
    esac
    if ((place == 1 && COMP_CWORD == start)); then
      case $verb in
<SECONDS>
      esac
      if ((COMP_CWORD == 1)); then list=<FIRSTS>; fi
    fi
  fi

  case $takes in
<LISTS>
  @words)
    compopt +o default +o bashdefault 2>/dev/null
    return 0
    ;;
  @folders)
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$cur")
    return 0
    ;;
  esac
  case $takes in
  <COMMAS>)
    if [[ $cur == *,* ]]; then head=${cur%,*},; fi
    compopt -o nospace 2>/dev/null
    ;;
  esac
  while IFS= read -r word; do COMPREPLY+=("$head$word"); done < <(compgen -W "$list" -- "${cur##*,}")
  if [[ $takes == <FILES> && -n $list ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
  fi
  if [[ -n $takes && $takes != <FILES> ]]; then compopt +o default +o bashdefault 2>/dev/null; fi
  return 0
}

_shufa_lint_takes() {
  case "$1 $2" in
<TAKES>
  *) takes='' ;;
  esac
}

complete -o bashdefault -o default -F _shufa_lint shufa-lint
