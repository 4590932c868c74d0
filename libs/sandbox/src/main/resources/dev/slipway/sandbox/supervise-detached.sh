# Runs one command that outlives whoever starts it:
# `bash supervise-detached.sh <scripts> <level> <log bytes> <folder> <cookie> <grace seconds> launcher…`
#
# stdin: the command as shell text, ended by NUL. The starter writes it only after it has recorded this process, so a
# starter that dies earlier leaves nothing running, and one that dies later leaves a recorded process.
#
# SIGTERM ends the command: politely first, and after the grace (<folder>/grace, else the given one) for good. The exit code
# goes to <folder>/exit as the very last act: the log is complete then, and nothing of the command is left.
# If this shell is killed, the kernel kills the command with it, and <folder>/exit is never written.
set -u
scripts=$1 level=$2 log_bytes=$3 folder=$4 cookie=$5 grace=$6
shift 6
. "$scripts/process-tree.sh"

command=
IFS= read -r -d '' -t 30 command || exit 125
exec 0</dev/null 1>/dev/null 2>/dev/null

# Keeps at most twice <log bytes>: output.log and the one before. Unbuffered, because people follow it.
write_log() {
  trap '' TERM HUP INT
  while :; do
    stdbuf -o0 head -c "$log_bytes" >>"$folder/output.log"
    # Not full: the command's end of the pipe is closed.
    (($(stat -c %s "$folder/output.log") >= log_bytes)) || return
    mv -f "$folder/output.log" "$folder/output.previous.log"
  done
}
exec {never}<> <(:) 5> >(write_log)
writer=$!

setpriv --pdeathsig KILL -- "$@" \
  1>&5 2>&5 5>&- {never}<&- 4>"$folder/info" 7<"$folder/arguments" 8<<<"$command" 9>>"$folder/report" &
child=$!
unset command
exec 5>&-

stop() {
  interrupted=1
  [[ ${killer-} ]] && return
  [[ -r $folder/grace ]] && grace=$(<"$folder/grace")
  signal_tree TERM
  {
    trap - TERM
    # A pause without a process of its own, which would outlive this one.
    IFS= read -r -t "$grace" -u "$never"
    kill_tree
  } &
  killer=$!
}
trap stop TERM
trap '' HUP INT

# A trap interrupts `wait`; the child's own end does not set the flag.
while :; do
  interrupted=
  wait "$child"
  code=$?
  [[ $interrupted ]] || break
done
trap '' TERM
correct_code
[[ $level == NONE ]] && kill_strays
await_namespace
if [[ ${killer-} ]]; then
  kill -KILL "$killer"
  wait "$killer"
fi
wait "$writer"
echo "$code" >"$folder/exit.partial"
mv -f "$folder/exit.partial" "$folder/exit"
