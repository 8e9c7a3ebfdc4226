# 1 while the file system of DIRECTORY is filled no more than MAX_USED_PERCENT, else 0.

main() {
  used=$(df -P "$DIRECTORY" | awk 'NR == 2 { sub("%", "", $5); print $5 }') || return 1
  echo "$DIRECTORY is $used% full (limit $MAX_USED_PERCENT%)"
  if [ "$used" -le "$MAX_USED_PERCENT" ]; then echo 1 >&3; else echo 0 >&3; fi
}
