main() {
  echo "fire $RW_SLX $EPOCHREALTIME $$" >>"$MARKS"
  echo 1 >&3
}
