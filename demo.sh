#!/usr/bin/env bash
# Starts Infusion as a demo: server, private Postgres, broker, and a simulator with patients in chairs.
set -euo pipefail
started_in=$PWD
cd "$(dirname "$0")"
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

usage() {
  cat <<'TEXT'
Usage: ./demo.sh [options]
  --chairs N         chairs in the clinic, 1 to 64 (6)
  --no-simulator     start the server only
  --data-dir DIR     where data, keys and passwords are kept (.infusion)
  --http-port P      (5080)
  --mqtt-port P      (1883)
  --speed X          simulated seconds in a real one, above 0, at most 1000 (1)
TEXT
}

wrong() {
  printf 'demo.sh: %s\n' "$1" >&2
  usage >&2
  exit 2
}

is_between() { [[ $1 =~ ^[0-9]{1,6}$ ]] && [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]; }

chairs=6 simulate=true data_dir=.infusion http_port=5080 mqtt_port=1883 speed=1
while [ $# -gt 0 ]; do
  case $1 in
    --no-simulator)
      simulate=false
      shift
      continue
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    --chairs | --data-dir | --http-port | --mqtt-port | --speed) [ $# -ge 2 ] || wrong "$1 needs a value." ;;
    *) wrong "Unknown option: $1" ;;
  esac
  case $1 in
    --chairs)
      is_between "$2" 1 64 || wrong "--chairs is a whole number from 1 to 64, not \"$2\"."
      chairs=$2
      ;;
    --http-port)
      is_between "$2" 1 65535 || wrong "--http-port is a port, not \"$2\"."
      http_port=$2
      ;;
    --mqtt-port)
      is_between "$2" 1 65535 || wrong "--mqtt-port is a port, not \"$2\"."
      mqtt_port=$2
      ;;
    --speed)
      if ! [[ $2 =~ ^[0-9]{1,4}(\.[0-9]{1,6})?$ ]] || ! awk -v x="$2" 'BEGIN { exit !(x > 0 && x <= 1000) }'; then
        wrong "--speed is a number above 0 and at most 1000, not \"$2\"."
      fi
      speed=$2
      ;;
    --data-dir)
      [ -n "$2" ] || wrong '--data-dir is a directory.'
      case $2 in /*) data_dir=$2 ;; *) data_dir=$started_in/$2 ;; esac
      ;;
  esac
  shift 2
done
[ "$http_port" != "$mqtt_port" ] || wrong '--http-port and --mqtt-port must differ.'

need_dotnet
need_postgres
build_dashboard
build_release src/Infusion.Server/Infusion.Server.csproj "$server_dll" src/Infusion.Server src/Infusion.Core
if $simulate; then
  build_release simulators/Infusion.Simulator/Infusion.Simulator.csproj "$simulator_dll" simulators
fi

mkdir -p "$data_dir" || die "The data directory $data_dir cannot be made."
data_dir=$(cd "$data_dir" && pwd)
demo_file=$data_dir/demo.json
# A demo.json older than this belongs to another run, perhaps to one that is still going: it is not ours to delete.
started=$(mktemp)

server='' simulator=''

# Ends one child: asks, then waits; insists after half a minute (the server commits its last batches first).
end() {
  [ -n "$1" ] && kill -0 "$1" 2>/dev/null || return 0
  kill -TERM "$1" 2>/dev/null || true
  local patience=300
  while kill -0 "$1" 2>/dev/null && [ $((patience--)) -gt 0 ]; do sleep 0.1; done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

finish() {
  trap '' INT TERM HUP
  rm -f "$started"
  end "$simulator"
  end "$server"
}
trap finish EXIT
trap 'say; say "Ending; the data stays in $data_dir."; exit 0' INT TERM HUP

# Sessions of their own: Ctrl-C is for this script, which ends the simulator before the server. Where the kernel can do
# it, they are told to end also when this script is killed.
alone=(setsid)
if setpriv --pdeathsig TERM true 2>/dev/null; then
  alone=(setsid setpriv --pdeathsig TERM)
elif ! have setsid; then
  alone=()
fi
export Infusion__Demo=true Infusion__DemoChairs=$chairs Infusion__DataDirectory=$data_dir Infusion__Clock__Speed=$speed
export Mqtt__Host=127.0.0.1 Mqtt__Port=$mqtt_port
export ASPNETCORE_URLS=http://127.0.0.1:$http_port ASPNETCORE_WEBROOT=$PWD/$wwwroot
"${alone[@]}" dotnet "$server_dll" </dev/null &
server=$!

while [ ! "$demo_file" -nt "$started" ]; do
  if ! kill -0 "$server" 2>/dev/null; then
    code=0
    wait "$server" || code=$?
    server=''
    printf 'demo.sh: The server did not start (exit code %s); what it said is above.\n' "$code" >&2
    exit 1
  fi
  sleep 0.05
done

if $simulate; then
  "${alone[@]}" dotnet "$simulator_dll" run --demo "$demo_file" --chairs "$chairs" </dev/null &
  simulator=$!
fi

say
say "Infusion is at http://127.0.0.1:$http_port; devices publish to 127.0.0.1:$mqtt_port."
say 'Who may sign in:'
# The file is written one value a line.
awk -F'"' '/"users"/ { u = 1 } u && $2 == "name" { n = $4 } u && $2 == "password" { p = $4 }
  u && $2 == "role" { printf "  %-12s %-20s (%s)\n", n, p, $4 } u && /\]/ { exit }' "$demo_file"
say "Everything else to know stands in $demo_file."
[ "$speed" = 1 ] || say "SIMULATED TIME x$speed"
say 'Ctrl-C ends it; the data stays.'

# Whichever ends first. A simulator that dies is said and the server goes on: a clinic without devices is worth seeing.
while :; do
  code=0
  wait -n "$server" ${simulator:+"$simulator"} || code=$?
  if ! kill -0 "$server" 2>/dev/null; then
    server=''
    printf 'demo.sh: The server ended (exit code %s).\n' "$code" >&2
    exit 1
  fi
  if [ -n "$simulator" ] && ! kill -0 "$simulator" 2>/dev/null; then
    simulator=''
    printf 'demo.sh: The simulator ended (exit code %s); the server goes on without it.\n' "$code" >&2
  fi
done
