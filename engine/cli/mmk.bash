# bash completion of mmk(1): options, and the targets of the makefile at hand.
_mmk() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  case $prev in
  -C | -I | -m) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
  -f | -T) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
  -D | -V | -v | -d | -j | -J) return ;;
  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "-B -C -D -d -e -f -I -i -j -k -m -N -n -q -r -S -s -T -t -V -v -W -w -X
      --explain --help --json-events --version" -- "$cur")
    return
  fi
  local i arguments=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
    -f | -C | -I | -m) arguments+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;;
    esac
  done
  # shellcheck disable=SC2016
  mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "${arguments[@]}" -V '${.ALLTARGETS:N.*}' 2>/dev/null)" -- "$cur")
}
complete -F _mmk mmk
