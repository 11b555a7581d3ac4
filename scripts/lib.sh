# shellcheck shell=bash
# What demo.sh, test.sh and bench.sh share. Sourced, with the repository's root as the working directory.

# shellcheck disable=SC2034 # used by those who source this
server_dll=src/Infusion.Server/bin/Release/net10.0/infusion.dll
# shellcheck disable=SC2034
simulator_dll=simulators/Infusion.Simulator/bin/Release/net10.0/infusion-simulator.dll
dashboard=src/Infusion.Dashboard
wwwroot=src/Infusion.Server/wwwroot
# Core's tests that count bytes or references, which instrumented code has more of, and those that run the others again.
# shellcheck disable=SC2034
uninstrumented='AllocationTests CoreArchitectureTests HazardTableTests'

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root where that needs no question; false where it would.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# apt_install WHAT-FOR PACKAGE...
apt_install() {
  local purpose=$1
  shift
  if ! have apt-get || ! as_root true; then
    die "$purpose is missing. Install it (Debian: apt-get install $*) and start again."
  fi
  say "Installing $* ($purpose) ..."
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1; then
    as_root apt-get update >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null ||
      die "$purpose could not be installed. Install it (Debian: apt-get install $*) and start again."
  fi
}

need_dotnet() {
  have dotnet || die "The .NET SDK 10 is missing. Install it from https://dotnet.microsoft.com/download and start again."
  dotnet --list-sdks | grep -q '^10\.' ||
    die "The .NET SDK 10 is needed; this machine has: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' '). Install it from https://dotnet.microsoft.com/download and start again."
}

need_node() {
  if ! have node || ! have npm; then
    die 'Node.js 20 or newer with npm is missing. Install it from https://nodejs.org and start again.'
  fi
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
    die "Node.js 20 or newer is needed; this machine has $(node --version). Install it from https://nodejs.org and start again."
}

need_postgres() {
  local bin
  for bin in /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$bin" ] && return
  done
  have postgres && have initdb && return
  # The package would start a cluster of its own, which nobody here needs.
  if have apt-get && as_root true && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    say 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  apt_install 'PostgreSQL 15 or newer' postgresql
}

need_mosquitto() {
  if [ -x /usr/sbin/mosquitto ] || have mosquitto; then
    return
  fi
  apt_install 'Mosquitto, for the tests of an external broker' mosquitto
  # The package starts a broker of its own, on the port that is ours.
  if have systemctl; then
    as_root systemctl disable --now mosquitto >/dev/null 2>&1 || true
  fi
}

need_poppler() {
  have pdftoppm || apt_install 'Poppler, for the pictures of a chart'"'"'s pages in the tests' poppler-utils
}

# What the benchmark "peer" measures against: Mosquitto, and Node-RED in artifacts/peer.
need_peer() {
  need_node
  need_mosquitto
  mkdir -p artifacts/peer
  if is_older artifacts/peer/node_modules/.package-lock.json tests/Infusion.Benchmarks/Peer/package.json; then
    say 'Fetching Node-RED ...'
    cp tests/Infusion.Benchmarks/Peer/package.json artifacts/peer/
    (cd artifacts/peer && npm install --omit=dev --no-audit --no-fund --loglevel=error) || die 'npm install failed in artifacts/peer.'
    touch artifacts/peer/node_modules/.package-lock.json
  fi
}

# One that shows notifications, and one that does not: a page costs half as much in that. CHROMIUM is another that does both.
need_chromium() {
  [ -n "${CHROMIUM:-}" ] || { have chromium && have chromium-headless-shell; } ||
    apt_install 'Chromium, for the browser tests' chromium chromium-headless-shell
}

# is_older TARGET PATH...: the target is missing, or something in the paths is newer.
is_older() {
  local target=$1
  shift
  [ ! -e "$target" ] && return
  [ -n "$(find "$@" -type d \( -name bin -o -name obj -o -name node_modules -o -name wwwroot -o -name dist \) -prune -o -type f -newer "$target" -print -quit 2>/dev/null)" ]
}

npm_install() {
  if is_older "$dashboard/node_modules/.package-lock.json" "$dashboard/package-lock.json"; then
    say 'Fetching the dashboard'\''s packages ...'
    (cd "$dashboard" && npm ci --no-audit --no-fund --loglevel=error) || die 'npm ci failed in src/Infusion.Dashboard.'
    touch "$dashboard/node_modules/.package-lock.json"
  fi
}

build_dashboard() {
  [ -f "$dashboard/package.json" ] || return 0
  is_older "$wwwroot/index.html" "$dashboard" || return 0
  need_node
  npm_install
  say 'Building the dashboard ...'
  (cd "$dashboard" && npm run --silent build) || die 'The dashboard did not build.'
  touch "$wwwroot/index.html"
}

# build_release PROJECT-FILE DLL SOURCE...
build_release() {
  local project=$1 dll=$2
  shift 2
  is_older "$dll" "$@" Directory.Build.props Directory.Packages.props || return 0
  say "Building ${project##*/} ..."
  dotnet build -c Release --nologo -v quiet "$project" || die "$project did not build."
  touch "$dll"
}
