# Sourced by both supervisors. Finds and kills everything that a command has started.
#
# They set: `level` (BUBBLEWRAP, NAMESPACES or NONE), `cookie` (NONE only) and `child`, the process that they started themselves.
# With a real sandbox that child holds a pid namespace whose init is its only child. Whoever daemonises in there becomes a child of
# that init, so "the descendants of init" are all there are, and the kernel kills all of them when init is killed. Without a sandbox
# a daemon escapes to the host's init, and is found again by a cookie in its environment.

# Sets `parent_of` to the parent of every living process of the host.
read_processes() {
  local stat line fields
  parent_of=()
  for stat in /proc/[0-9]*/stat; do
    line=
    # The process may end between the listing and the reading.
    { IFS= read -r -d '' line <"$stat"; } 2>/dev/null
    [[ $line ]] || continue
    # The name, in parentheses, may hold anything; the last parenthesis ends it. Then: state, parent, …
    read -r -a fields <<<"${line##*) }"
    [[ ${fields[0]} == [ZX] ]] || parent_of[${line%% *}]=${fields[1]}
  done
}
declare -A parent_of=()

# Appends to `tree` every living descendant of the given processes.
descendants() {
  local -A inside=()
  local pid grown=1
  read_processes
  for pid in "$@"; do inside[$pid]=1; done
  while ((grown)); do
    grown=0
    for pid in "${!parent_of[@]}"; do
      if [[ ! ${inside[$pid]-} && ${inside[${parent_of[$pid]}]-} ]]; then
        inside[$pid]=1
        tree+=("$pid")
        grown=1
      fi
    done
  done
}

# Sets `init` to the init of the sandbox's pid namespace, or to nothing while there is none yet.
find_init() {
  local pid
  init=
  read_processes
  for pid in "${!parent_of[@]}"; do
    [[ ${parent_of[$pid]} == "$child" ]] && init=$pid
  done
}

# Level NONE: sets `tree` to what bears the cookie, its descendants, the child while it lives, and its descendants.
find_strays() {
  local environ pids=()
  while IFS= read -r environ; do
    environ=${environ#/proc/}
    pids+=("${environ%/environ}")
  done < <(grep -lzxF -- "SLIPWAY_SANDBOX_COOKIE=$cookie" /proc/[0-9]*/environ 2>/dev/null)
  tree=("${pids[@]}")
  descendants "$child" "${pids[@]}"
  [[ ${parent_of[$child]-} == "$$" ]] && tree+=("$child")
  return 0
}

# Sends a signal that the command may handle to all of its processes.
signal_tree() {
  if [[ $level == NONE ]]; then
    find_strays
  else
    find_init
    [[ $init ]] || return 0
    tree=()
    descendants "$init"
  fi
  ((${#tree[@]})) && kill -"$1" "${tree[@]}" 2>/dev/null
  return 0
}

# Kills everything. Namespaces: by their init, so that `wait "$child"` returns only when the last of them is gone.
kill_tree() {
  local round
  : >"$folder/killed"
  if [[ $level == NONE ]]; then
    kill_strays
    return 0
  fi
  for ((round = 0; round < 100; round++)); do
    kill -0 "$child" 2>/dev/null || return 0
    find_init
    if [[ $init ]]; then
      kill -KILL "$init" 2>/dev/null
      return 0
    fi
    # Just begun: its namespace will be there in a moment.
    sleep 0.02
  done
  kill -KILL "$child" 2>/dev/null
}

# Stops them all before killing any, so that a parent cannot start another child meanwhile; again until none is left.
kill_strays() {
  local round
  for ((round = 0; round < 50; round++)); do
    find_strays
    ((${#tree[@]})) || return 0
    kill -STOP "${tree[@]}" 2>/dev/null
    find_strays
    ((${#tree[@]})) && kill -KILL "${tree[@]}" 2>/dev/null
  done
}

# bubblewrap's outer process ends a moment before its namespace does, whose init it names in <folder>/info.
await_namespace() {
  local info line round
  [[ $level == BUBBLEWRAP && -s $folder/info ]] || return 0
  info=$(<"$folder/info")
  [[ $info =~ \"child-pid\":\ *([0-9]+) ]] || return 0
  for ((round = 0; round < 300; round++)); do
    line=
    { IFS= read -r -d '' line <"/proc/${BASH_REMATCH[1]}/stat"; } 2>/dev/null
    [[ $line && ${line##*) } != [ZX]* ]] || return 0
    sleep 0.01
  done
}

# unshare ends with 1 when its child was killed by SIGKILL. Corrects `code`: an init that ended by itself has said so in the report.
correct_code() {
  local word rest
  [[ $level == NAMESPACES && $code == 1 ]] || return 0
  local started=
  while read -r word rest; do
    case $word in
      started) started=1 ;;
      exited) return 0 ;;
    esac
  done <"$folder/report"
  [[ $started || -e $folder/killed ]] && code=137
  return 0
}
