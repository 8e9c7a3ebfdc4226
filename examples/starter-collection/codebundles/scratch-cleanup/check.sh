# Lists old files in SCRATCH_DIRECTORY and raises an issue when there are many.

main() {
  if [ ! -d "$SCRATCH_DIRECTORY" ]; then
    echo "$SCRATCH_DIRECTORY does not exist: nothing to clear."
    echo '[]' >&3
    return
  fi
  n=$(find "$SCRATCH_DIRECTORY" -xdev -type f -mmin "+$MIN_AGE_MINUTES" | wc -l | tr -d ' ')
  echo "$n files in $SCRATCH_DIRECTORY are older than $MIN_AGE_MINUTES minutes. The first twenty:"
  find "$SCRATCH_DIRECTORY" -xdev -type f -mmin "+$MIN_AGE_MINUTES" | head -n 20
  if [ "$n" -le "$MAX_FILES" ]; then
    echo '[]' >&3
    return
  fi
  place=$(printf '%s' "$SCRATCH_DIRECTORY" | sed 's/[\\"]/\\&/g')
  cat >&3 <<JSON
[{
  "issue title": "Old files pile up in \`$place\`",
  "issue severity": 4,
  "issue description": "$n files are older than $MIN_AGE_MINUTES minutes, the limit is $MAX_FILES.",
  "issue next steps": "Clear old files in \`$place\`"
}]
JSON
}
