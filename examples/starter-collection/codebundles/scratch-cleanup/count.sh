# Number of files in SCRATCH_DIRECTORY that are older than MIN_AGE_MINUTES.

main() {
  n=0
  if [ -d "$SCRATCH_DIRECTORY" ]; then
    n=$(find "$SCRATCH_DIRECTORY" -xdev -type f -mmin "+$MIN_AGE_MINUTES" | wc -l | tr -d ' ')
  fi
  echo "$n old files in $SCRATCH_DIRECTORY"
  echo "$n" >&3
}
