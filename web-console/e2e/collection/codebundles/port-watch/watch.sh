main() {
  if (exec 4<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    echo "port $PORT answers"
    echo '[]' >&3
  else
    echo "port $PORT does not answer"
    printf '[{"issue title": "Port `%s` does not answer", "issue description": "Nothing listens on 127.0.0.1:%s.", "issue severity": 2, "issue next steps": "Start the server"}]' "$PORT" "$PORT" >&3
  fi
}
