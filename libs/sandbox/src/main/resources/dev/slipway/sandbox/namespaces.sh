# The init of a sandbox made of namespaces alone: `bash namespaces.sh <folder> <hostname> command…`
#
# Runs as process 1 of new mount, pid, ipc, uts and net namespaces (and of a new user namespace unless the service is root), with the
# rights of the service. <folder>/root is a skeleton of empty folders and files; <folder>/plan fills it by mounts. Then it becomes the root, the
# host's is forgotten, and the command is started, whose first act is to give up those rights. This shell stays process 1: it reaps
# orphans, and everything dies with it.
#
# The plan's lines, in order, blanks as \040: `mount <fstab line>`, and, inside what is mounted only then, `directory <path>` and
# `file <path>`. Neighbouring mounts are made by one mount(8), which is what keeps a start short.
set -euo pipefail
folder=$1 hostname=$2
shift 2
PATH=/usr/sbin:/usr/bin:/sbin:/bin

mounts=()
make_mounts() {
  if ((${#mounts[@]})); then
    printf '%s\n' "${mounts[@]}" >"$folder/fstab"
    mount -n --all --fstab "$folder/fstab"
  fi
  mounts=()
}
while read -r kind line; do
  if [[ $kind == mount ]]; then
    mounts+=("$line")
    continue
  fi
  make_mounts
  printf -v path '%b' "$line"
  case $kind in
    directory) mkdir -p -- "$path" ;;
    file) : >>"$path" ;;
  esac
done <"$folder/plan"
make_mounts

hostname "$hostname"
# Loopback of its own: a command may talk to itself, and to nobody else.
if command -v ip >/dev/null; then ip link set lo up; fi

cd "$folder/root"
pivot_root . .host
cd /
umount -l /.host
mount -n -o remount,bind,ro,nosuid,nodev /

set +e
"$@" &
command=$!
exec 4>&- 7<&- 8<&-
wait "$command"
code=$?
echo "exited $code" >&9
exit "$code"
