# Finding a JDK, for ./slipway and bench/run: sets java_home and jdks. Sourced; needs fail().

# The major version of the JDK in $1; nothing if there is none. Each JDK says it in a file, so that none has to be started.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Folders where a JDK may be, the user's own choice first.
jdk_candidates() {
  # The caller splits by lines; the default folders below are split by blanks. This runs in a subshell of its own.
  unset IFS
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  java=$(command -v java 2>/dev/null || true)
  if [ -n "$java" ]; then
    java=$(readlink -f -- "$java" 2>/dev/null || echo "$java")
    dirname -- "$(dirname -- "$java")"
  fi
  for folder in ${SLIPWAY_JDK_FOLDERS:-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*}; do
    [ -d "$folder" ] && echo "$folder"
  done
  return 0
}

# Sets java_home to the newest JDK among those that Slipway is tested with (17, 21, 25).
find_java() {
  java_home=
  best=0
  seen=
  jdks=
  old_ifs=$IFS
  IFS='
'
  for folder in $(jdk_candidates); do
    version=$(jdk_version "$folder")
    [ -n "$version" ] && jdks="$jdks$version=$folder:"
    case $version in
      17 | 21 | 25) [ "$version" -gt "$best" ] && best=$version && java_home=$folder ;;
      '') ;;
      *) case " $seen " in *" $version "*) ;; *) seen="$seen $version" ;; esac ;;
    esac
  done
  IFS=$old_ifs
  if [ -z "$java_home" ]; then
    [ -z "$seen" ] && fail 'no JDK found: install JDK 17, 21 or 25, or set JAVA_HOME to one'
    fail "JDK 17, 21 or 25 is needed, found only:$seen"
  fi
}
