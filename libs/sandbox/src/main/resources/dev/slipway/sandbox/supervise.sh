# Runs one command for a runner that must stay alive: `bash supervise.sh <scripts> <level> <silence seconds> <folder> <cookie> launcher…`
#
# stdin comes from the runner: first the command as shell text, ended by NUL; then lines: h (I am alive),
# t (end the command politely), k (kill it now). When stdin is closed, or silent for too long, the runner is gone, and everything that the
# command has started is killed. stdout and stderr are the command's own; the exit code is the command's, 137 when it was killed.
# <folder>/report says what the code cannot: `started <when>` and `runner-lost`.
#
# Three processes: this shell waits for the command; the watcher reads stdin; the launcher becomes the command. If this shell is killed,
# the kernel kills the launcher (its parent death signal), with it the namespaces' init, with it everything; the runner then closes the pipe.
set -u
scripts=$1 level=$2 silence=$3 folder=$4 cookie=$5
shift 5
. "$scripts/process-tree.sh"

exec 3<&0 0</dev/null 5>&1 6>&2 1>/dev/null 2>/dev/null

command=
IFS= read -r -d '' -t "$silence" command <&3 || exit 125

# 4: where bubblewrap tells its pids; 7: arguments that should not be seen in a process list; 8: the command; 9: the report. All
# closed before the command is exec'd.
setpriv --pdeathsig KILL -- "$@" \
  1>&5 2>&6 3<&- 5>&- 6>&- 4>"$folder/info" 7<"$folder/arguments" 8<<<"$command" 9>>"$folder/report" &
child=$!
unset command

watch() {
  local word
  while IFS= read -r -t "$silence" word; do
    case $word in
      t) signal_tree TERM ;;
      k) kill_tree; return ;;
    esac
  done
  echo runner-lost >>"$folder/report"
  kill_tree
}
watch <&3 3<&- 5>&- 6>&- &
watcher=$!
exec 3<&- 5>&- 6>&-

wait "$child"
code=$?
correct_code
# Daemons of an unsandboxed command outlive it; those of a sandboxed one went with their namespace.
[[ $level == NONE ]] && kill_strays
await_namespace
kill -KILL "$watcher"
wait "$watcher"
exit "$code"
