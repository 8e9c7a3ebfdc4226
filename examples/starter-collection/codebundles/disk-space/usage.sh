# Reports the file system of DIRECTORY and raises one issue when it is too full.

main() {
  df -P -k "$DIRECTORY" || return 1
  used=$(df -P "$DIRECTORY" | awk 'NR == 2 { sub("%", "", $5); print $5 }')
  if [ "$used" -le "$MAX_USED_PERCENT" ]; then
    echo '[]' >&3
    return
  fi
  severity=2
  if [ "$used" -ge 98 ]; then severity=1; fi
  # The directory is a path chosen by a person; quotes and backslashes would break the JSON.
  place=$(printf '%s' "$DIRECTORY" | sed 's/[\\"]/\\&/g')
  cat >&3 <<JSON
[{
  "issue title": "File system of \`$place\` is filling up",
  "issue severity": $severity,
  "issue description": "$used% is used, the limit is $MAX_USED_PERCENT%.",
  "issue next steps": "List the largest directories below \`$place\`\nRemove or move what is not needed"
}]
JSON
}
