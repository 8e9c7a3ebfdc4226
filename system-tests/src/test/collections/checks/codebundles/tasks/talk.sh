main() {
  n=0
  until [ -e "$GATE" ]; do
    n=$((n + 1))
    echo "line $n"
    sleep 0.1
  done
  echo "the gate is open after $n lines"
  echo "[]" >&3
}
