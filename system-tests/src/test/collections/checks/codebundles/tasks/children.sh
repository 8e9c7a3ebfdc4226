main() {
  for _ in 1 2 3; do setsid sleep 987 & done
  echo "[]" >&3
}
