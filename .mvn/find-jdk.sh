# Sourced by mvnw and groundcrew: sets JAVA_HOME to a JDK 25 or newer, or says what is missing.
# An older java on the PATH is left alone; a JAVA_HOME that is new enough wins.

groundcrew_jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

groundcrew_find_jdk() {
  required=25
  path_java=$(command -v javac 2>/dev/null || true)
  if [ -n "$path_java" ]; then
    path_java=$(readlink -f "$path_java" 2>/dev/null || printf '%s' "$path_java")
    path_java=${path_java%/bin/javac}
  fi
  set +f
  for candidate in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "$path_java" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.local/share/mise/installs/java/*25* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$candidate" ] || continue
    found=$(groundcrew_jdk_version "$candidate") || continue
    if [ "${found:-0}" -ge "$required" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "Groundcrew needs a JDK $required; none was found in JAVA_HOME, on the PATH, below /usr/lib/jvm, in SDKMAN or in /Library/Java." >&2
  echo "Install one:  Debian/Ubuntu: apt-get install temurin-25-jdk (Adoptium's repository) or openjdk-25-jdk" >&2
  echo "              macOS: brew install openjdk@25      any: sdk install java 25-tem" >&2
  return 1
}

groundcrew_find_jdk || exit 1
