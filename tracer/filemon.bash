# bash completion for filemon(1)
_filemon() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in
    -o | --output | --backend) ((++i)) ;;
    --)
      _command_offset $((i + 1))
      return
      ;;
    -*) ;;
    *)
      _command_offset "$i"
      return
      ;;
    esac
  done
  case $prev in
  --backend) mapfile -t COMPREPLY < <(compgen -W "auto shim ptrace notify none" -- "$cur") ;;
  -o | --output) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
  *)
    case $cur in
    -*)
      mapfile -t COMPREPLY < <(compgen -W "-o --output --backend --stat --no-not-found --no-listings -v --verbose \
        --help --version" -- "$cur")
      ;;
    *) mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
    esac
    ;;
  esac
}
complete -F _filemon filemon
