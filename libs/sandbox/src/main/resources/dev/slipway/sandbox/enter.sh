# The last step before the command, run inside the sandbox with the command's own rights:
# `bash -c <this> enter <directory> <memory KiB> <processes> <open files> <file KiB>`; 0 means no limit.
# The command comes on descriptor 8, as shell text that exports its environment and sets the positional parameters to its words.
cd -- "$1" || exit 126
# Each process may hold so much; where the host's own limit is lower already, that one stays.
(($2)) && ulimit -d "$2" 2>/dev/null
(($3)) && ulimit -u "$3" 2>/dev/null
(($4)) && ulimit -n "$4" 2>/dev/null
(($5)) && ulimit -f "$5" 2>/dev/null
ulimit -c 0
umask 022
# When memory runs out, the kernel takes this one rather than a service.
{ echo 700 >/proc/self/oom_score_adj; } 2>/dev/null
IFS= read -r -d '' command <&8
unset PATH PWD OLDPWD SHLVL
# A missing locale makes bash complain where the command should speak first.
eval "$command" 2>/dev/null
printf 'started %s\n' "$EPOCHREALTIME" >&9
exec 4>&- 7<&- 8<&- 9>&-
exec /usr/bin/env -u _ -u SHLVL -- "$@"
