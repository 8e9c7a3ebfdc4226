# Deletes old plain files in SCRATCH_DIRECTORY. It refuses every directory that is not called scratch.

main() {
  # Where the path really leads counts, not what it is called.
  if [ ! -d "$SCRATCH_DIRECTORY" ]; then
    echo "$SCRATCH_DIRECTORY does not exist: nothing to clear."
    echo '[]' >&3
    return
  fi
  real=$(cd "$SCRATCH_DIRECTORY" && pwd -P) || return 1
  case "${real##*/}" in
    *scratch*) ;;
    *)
      echo "Refused: $real is not called scratch." >&2
      return 1
      ;;
  esac
  n=$(find "$real" -xdev -type f -mmin "+$MIN_AGE_MINUTES" -print -delete | wc -l | tr -d ' ')
  echo "Deleted $n files older than $MIN_AGE_MINUTES minutes in $real."
  echo '[]' >&3
}
