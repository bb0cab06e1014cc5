# bash completion for meta(1)
_meta() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  local options=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "show why deps audit graph compdb --help --version" -- "$cur"))
    return
  fi
  case $prev in
  -O|--objdir|-r|--read-root|-w|--write-root|--ignore|--bailiwick)
    COMPREPLY=($(compgen -d -- "$cur"))
    return ;;
  --mode)
    COMPREPLY=($(compgen -W "meta digest=yes digest=no not-found=no listing=no missing-filemon=yes" -- "$cur"))
    return ;;
  esac
  case $command in
  show) options="--json" ;;
  why) options="--objdir --mode --ignore --bailiwick --json" ;;
  deps) options="--why --inputs --outputs --json" ;;
  audit) options="--read-root --write-root --json" ;;
  graph) options="--all" ;;
  compdb) options="--output" ;;
  esac
  case $cur in
  -*) COMPREPLY=($(compgen -W "$options --help" -- "$cur")) ;;
  *) COMPREPLY=($(compgen -f -X '!*.meta' -- "$cur") $(compgen -d -- "$cur")) ;;
  esac
}
complete -o filenames -F _meta meta
