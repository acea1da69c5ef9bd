# Words that the measuring scripts share. Sourced after scripts/lib.sh, in the project's folder.

program=$PWD/build/bench/suppliers-import
generate=$PWD/build/bench/bench/feed_generator/feed_generator
load=$PWD/build/bench/bench/load_generator/load_generator
[[ -x $program && -x $generate && -x $load ]] || stop "the bench build is not there yet. Run make bench."

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# fact FILE PATH: a value of a JSON file.
fact() { sqlite3 :memory: "SELECT json_extract(CAST(readfile('$1') AS TEXT), '$2')"; }
wait_for() {  # URL
  for _ in $(seq 200); do curl -sf -o /dev/null "$1" && return; sleep 0.05; done
  stop "nothing answers at $1."
}
# memory PID [VmRSS|VmHWM]: MB a process has in memory now, or had at most.
memory() { awk -v what="${2:-VmRSS}:" '$1 == what { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
# of_metrics NAME: the sum of a metric of the server at $port over all its labels.
of_metrics() { curl -sf "localhost:$port/metrics" | awk -v name="$1" 'index($1, name "{") == 1 || $1 == name { sum += $2 } END { printf "%.0f", sum }'; }
# percent PART WHOLE; nothing can be said of a whole of 0.
percent() { awk -v a="$1" -v b="$2" 'BEGIN { if (b == 0) exit 1; printf "%.1f", 100 * a / b }'; }
less() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'; }
minus() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a - b }'; }

# log_in FOLDER: sets $header to that of the administrator of the server at $port.
log_in() {
  curl -s "localhost:$port/api/v1/auth/login" -H 'Content-Type: application/json' \
    -d "{\"email\": \"admin@localhost\", \"password\": \"$ADMIN_PASSWORD\"}" >"$1/login.json"
  header="Authorization: Bearer $(fact "$1/login.json" '$.access_token')"
}
# start_server FOLDER: serves a new installation on SQLite; sets $port, $pid and $header. stop_server ends it.
start_server() {
  port=$(free_port)
  export DATA_DIR=$1/var PORT=$port ADMIN_PASSWORD=bench-password-of-nobody
  export RATE_LIMIT_ANONYMOUS=0 RATE_LIMIT_SIGNED_IN=0 LOG_LEVEL=ERROR
  "$program" serve >"$1/serve.log" 2>&1 &
  pid=$!
  wait_for "localhost:$port/health/ready"
  log_in "$1"
}
stop_server() {
  [[ -z ${pid:-} ]] || kill "$pid" 2>/dev/null || true
  wait 2>/dev/null || true
}
