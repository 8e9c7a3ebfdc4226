main() {
  for ((beat = 1; beat <= COUNT; beat++)); do
    echo "beat $beat"
    sleep 0.2
  done
  echo '[]' >&3
}
