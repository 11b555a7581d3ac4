#!/usr/bin/env bash
# Runs the benchmarks; prints a table and writes artifacts/bench/*.json. Arguments go to the benchmarks.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

need_dotnet
need_postgres
mkdir -p artifacts/bench
if [ "${1:-}" = peer ]; then
  need_peer
fi
if [ "${1:-}" = b8 ]; then
  need_chromium
  build_dashboard
  build_release simulators/Infusion.Simulator/Infusion.Simulator.csproj "$simulator_dll" simulators
fi
exec dotnet run -c Release --project tests/Infusion.Benchmarks -- "$@"
