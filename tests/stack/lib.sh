# Words that the scripts of tests/stack share. Sourced by bash scripts.

stack_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project_folder=$(cd "$stack_folder/../.." && pwd)

# What is slow to make and the same for every run: images and programs built from source. Removing it only costs time.
stack_cache=${STACK_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/suppliers-import/stack}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
stop_with() {
  say "$*"
  exit 1
}

require_root() {
  [[ $(id -u) -eq 0 ]] || stop_with "containers are started as root here. Run it as root, or with sudo."
}

# Overlay file systems cannot be stacked on every file system; copying whole images always works.
storage_driver() { # FOLDER
  local probe
  probe=$(mktemp -d "$1/probe.XXXXXX")
  mkdir "$probe/lower" "$probe/upper" "$probe/work" "$probe/seen"
  if mount -t overlay overlay -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" "$probe/seen" 2>/dev/null; then
    umount "$probe/seen"
    echo overlay
  else
    echo vfs
  fi
  rm -rf "$probe"
}

# Settings of Podman and Buildah for one folder, so that nothing under /etc is read or written.
# SHARED_STORE holds images that are read but never changed; empty for none.
write_engine_settings() { # FOLDER STORE SHARED_STORE
  local driver
  mkdir -p "$1" "$2"
  driver=$(storage_driver "$1")
  cat >"$1/containers.conf" <<SETTINGS
[containers]
# More than this process may have itself is refused.
default_ulimits = ["nofile=1024:1024", "nproc=2048:2048"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
compat_api_enforce_docker_hub = false
tmp_dir = "$1/tmp"
volume_path = "$1/volumes"
[network]
network_backend = "netavark"
network_config_dir = "$1/networks"
SETTINGS
  {
    printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s/run"\n' "$driver" "$2" "$1"
    [[ -z $3 ]] || printf '[storage.options]\nadditionalimagestores = ["%s"]\n' "$3"
  } >"$1/storage.conf"
  export CONTAINERS_CONF=$1/containers.conf CONTAINERS_STORAGE_CONF=$1/storage.conf DISABLE_HC_SYSTEMD=true
}

image_store() { printf '%s/images\n' "$stack_cache"; }

# Podman and runc complain of a missing system log and systemd on every start; that is so on purpose here.
without_noise() { grep -vE 'failed to connect to syslog|systemd connection|dbus: couldn' || true; }
