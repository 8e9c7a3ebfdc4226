# Runs a native Bash task: sources the script and calls its main; a script without main has done its work by then.
# Descriptor 3 is open: what main writes there is the task's result.
script=$1
shift
# shellcheck disable=SC1090
source "$script" || exit
if declare -F main >/dev/null; then
  main "$@"
fi
