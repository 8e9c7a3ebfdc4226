main() { echo "hello from $RW_SLX"; echo "[]" >&3; }
