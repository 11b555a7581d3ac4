#!/usr/bin/env bash
# demo.sh from outside: it refuses nonsense, says who may sign in, ends with everything it started, keeps the data.
set -euo pipefail
cd "$(dirname "$0")/.."

data=$(mktemp -d) log=$(mktemp) demo=''
finish() {
  [ -z "$demo" ] || kill -KILL "$demo" 2>/dev/null || true
  # As root, Postgres may have had to live outside a directory that only root may enter.
  [ ! -L "$data/postgres" ] || rm -rf "$(dirname "$(readlink "$data/postgres")")"
  rm -rf "$data" "$log"
}
trap finish EXIT

fail() {
  printf 'demo-test: %s\n' "$*" >&2
  tail -n 30 "$log" >&2
  exit 1
}

free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

# Whoever names our data directory in a command line or the environment, or works in it.
left() {
  local process
  for process in /proc/[0-9]*; do
    if grep -qsaF -- "$data" "$process/cmdline" "$process/environ" || [[ $(readlink "$process/cwd") == "$data"* ]]; then
      [ "${process##*/}" = $$ ] || printf '%s ' "${process##*/}"
    fi
  done
}

# Every 0.1 s for a minute and a half; the last argument says what did not happen.
eventually() {
  local patience=900
  until "${@:1:$#-1}"; do
    [ $((patience--)) -gt 0 ] || fail "${*: -1}"
    sleep 0.1
  done
}

nothing_left() { [ -z "$(left)" ]; }

start() {
  : >"$log"
  ./demo.sh --data-dir "$data" --http-port "$(free_port)" --mqtt-port "$(free_port)" --chairs 2 >"$log" 2>&1 &
  demo=$!
  eventually ready_or_dead 'demo.sh did not get ready'
  kill -0 "$demo" 2>/dev/null || fail 'demo.sh ended at the start'
}

ready_or_dead() { grep -q 'Ctrl-C ends it' "$log" || ! kill -0 "$demo" 2>/dev/null; }

for wrong in '--chairs 0' '--speed nan' '--http-port' '--frobnicate'; do
  code=0
  # shellcheck disable=SC2086 # option and value
  ./demo.sh $wrong >/dev/null 2>&1 || code=$?
  [ "$code" = 2 ] || fail "demo.sh $wrong ended with $code, not 2"
done

start
grep -q 'nurse' "$log" || fail 'it does not say who may sign in'
password=$(grep -m1 -A1 '"name": "nurse"' "$data/demo.json")
kill -TERM "$demo"
wait "$demo" || fail 'it did not end well when it was asked to'
eventually nothing_left 'processes are left after TERM'

start
[ "$(grep -m1 -A1 '"name": "nurse"' "$data/demo.json")" = "$password" ] || fail 'the nurse has another password at the second start'
server=$(pgrep -P "$demo" -f 'infusion\.dll')
kill -KILL "$server"
code=0
wait "$demo" || code=$?
[ "$code" != 0 ] || fail 'a killed server ended as a success'
grep -q 'The server ended' "$log" || fail 'it does not say that the server ended'
eventually nothing_left 'processes are left after the server was killed'

start
kill -KILL "$demo"
wait "$demo" 2>/dev/null || true
eventually nothing_left 'processes are left after demo.sh was killed'
demo=''
