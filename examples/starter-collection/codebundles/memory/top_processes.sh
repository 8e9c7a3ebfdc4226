# Prints the ten processes with the largest resident set.

main() {
  echo "KiB PID program"
  ps -A -o rss= -o pid= -o comm= | sort -rn | head -n 10
  echo '[]' >&3
}
