#!/usr/bin/env bash
# Runs every test there is, from a clean clone; ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")" || exit 1
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

parts='core server simulator dashboard e2e profiles'
case "${1:-all}" in
  all) chosen="style build $parts" ;;
  core | server | simulator | dashboard | e2e | profiles) chosen=$1 ;;
  *)
    printf 'Usage: ./test.sh [core|server|simulator|dashboard|e2e|profiles]\n' >&2
    exit 2
    ;;
esac

# A server of the tests lives for a minute: what the runtime spends on watching which code is hot is not earned back in that time.
# So is mapping what it compiles twice, to write and to run.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

results=artifacts/test-results
rm -rf "$results" && mkdir -p "$results"
passed=0 failed=0
broken_tests=()
dashboard_tests=''

count() {
  passed=$((passed + ${1:-0}))
  failed=$((failed + ${2:-0}))
}

# check WHAT COMMAND...: one thing that passes or fails as a whole.
check() {
  local what=$1
  shift
  if "$@"; then
    say "ok: $what" && count 1 0
  else
    say "FAILED: $what" && count 0 1
    broken_tests+=("$what")
  fi
}

# name_failures FILE: the tests a runner's output calls failed, to be named again at the very end, where they are seen.
name_failures() {
  local line
  while read -r line; do
    broken_tests+=("${line%% \[FAIL\]*}")
  done < <(grep -F ' [FAIL]' "$1")
}

# run_dotnet NAME [ARGUMENT...]: one test project, by its own runner. A run without a summary (it crashed) is a failure.
run_dotnet() {
  local project=tests/Infusion.$1.Tests log=$results/$1.log
  say "--- $1"
  if ! dotnet build -c Release --nologo -v quiet "$project" >"$results/$1.build.log" 2>&1; then
    tail -n 30 "$results/$1.build.log"
    say "FAILED: $1 does not build" && count 0 1
    broken_tests+=("$1 does not build")
    return
  fi
  local code=0 summary
  dotnet "$project/bin/Release/net10.0/Infusion.$1.Tests.dll" -result-xml "$results/$1.xml" "${@:2}" 2>&1 |
    sed $'s/\e\\[[0-9;]*m//g' | tee "$log" || code=$?
  summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -n 1)
  if [ -z "$summary" ]; then
    say "FAILED: $1 ended without a summary (exit code $code)" && count 0 1
    broken_tests+=("$1 ended without a summary")
    return
  fi
  local total errors broken skipped unrun
  read -r total errors broken skipped unrun <<<"$(tr -dc '0-9 ' <<<"$summary")"
  [ "$code" = 0 ] || [ $((errors + broken)) -gt 0 ] || errors=1
  count $((total - broken - skipped - unrun)) $((errors + broken))
  name_failures "$log"
  [ "$skipped" = 0 ] || say "$1: $skipped skipped, not counted."
}

# All projects in one build, which uses every processor; the parts find theirs up to date. What does not build is said there.
run_build() {
  need_dotnet
  need_node
  npm_install
  begin_dashboard_tests
  say '--- build'
  check 'all projects build' build_solution
}

build_solution() {
  dotnet build -c Release --nologo -v quiet Infusion.sln >"$results/build.log" 2>&1 || { tail -n 30 "$results/build.log"; return 1; }
}

run_style() {
  say '--- style'
  need_dotnet
  # Whitespace and imports; the rest of the style is a warning of the build, and so an error.
  check 'dotnet format' dotnet format whitespace Infusion.sln --verify-no-changes
  check 'docker-compose.yml' check_compose
  check_packages
  if have shellcheck; then
    check 'shellcheck' shellcheck -x demo.sh test.sh bench.sh ./.ci/run scripts/*.sh fhir-profiles/*.sh
  fi
}

# What was not scanned is said, and is neither a pass nor a failure.
check_packages() {
  need_node
  local code=0
  scripts/vulnerable.sh || code=$?
  if [ "$code" != 3 ]; then
    check 'no package is known to be vulnerable' [ "$code" = 0 ]
  fi
}

# Docker where it is, else a YAML reader where there is one: a machine without either still has the rest of the tests.
check_compose() {
  if have docker && docker compose version >/dev/null 2>&1; then
    POSTGRES_PASSWORD=x docker compose -f docker-compose.yml config --quiet
  elif have python3 && python3 -c 'import yaml' 2>/dev/null; then
    python3 -c 'import yaml; assert yaml.safe_load(open("docker-compose.yml"))["services"]'
  else
    ! grep -nP '\t' docker-compose.yml
  fi
}

# Once through, instrumented; what may not be instrumented as it ships.
run_core() {
  need_dotnet
  local plain=() class log=$results/coverage/log
  for class in $uninstrumented; do
    plain+=(-class "*.$class")
  done
  run_dotnet Core "${plain[@]}"
  say '--- Core, with coverage'
  check 'every line and branch of quantities, dosing, kinetics, safety and alarms' scripts/coverage.sh
  count "$(sed -n 's/^  succeeded: //p' "$log" 2>/dev/null)" "$(sed -n 's/^  failed: //p' "$log" 2>/dev/null)"
}

run_server() { need_dotnet && need_postgres && need_mosquitto && need_poppler && need_node && run_dotnet Server; }

run_simulator() { need_dotnet && run_dotnet Simulator; }

# Begun early and waited for later: the builds and the tests of Core leave a processor idle now and then.
begin_dashboard_tests() {
  (cd "$dashboard" && npx vitest run --reporter=default --reporter=json --outputFile.json="$PWD/../../$results/dashboard.json") \
    >"$results/dashboard.log" 2>&1 &
  dashboard_tests=$!
}

run_dashboard() {
  if [ ! -f "$dashboard/package.json" ]; then
    say 'dashboard: it is not there yet, nothing is counted.'
    return
  fi
  say '--- dashboard'
  need_node
  npm_install
  check 'npm run check' npm --prefix "$dashboard" run --silent check
  local report=$PWD/$results/dashboard.json counts
  [ -n "$dashboard_tests" ] || begin_dashboard_tests
  wait "$dashboard_tests"
  cat "$results/dashboard.log"
  counts=$(node -e '
    const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    // A file that does not even load has no tests in it, and is a failure all the same.
    const unloaded = r.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0).length;
    for (const file of r.testResults.filter((f) => f.status === "failed")) console.error(file.name + " [FAIL]");
    console.log(r.numPassedTests, r.numFailedTests + unloaded);' "$report" 2>"$results/dashboard.failed") || counts='0 1'
  name_failures "$results/dashboard.failed"
  # shellcheck disable=SC2086 # two numbers
  count $counts
}

run_e2e() {
  need_dotnet
  need_postgres
  need_mosquitto
  need_node
  need_chromium
  build_dashboard
  build_release src/Infusion.Server/Infusion.Server.csproj "$server_dll" src/Infusion.Server src/Infusion.Core
  build_release simulators/Infusion.Simulator/Infusion.Simulator.csproj "$simulator_dll" simulators
  run_dotnet EndToEnd
  say '--- demo.sh'
  check 'demo.sh starts, ends and leaves nothing behind' scripts/demo-test.sh
}

run_profiles() {
  if [ ! -x fhir-profiles/test.sh ]; then
    say 'profiles: there are no tests yet, nothing is counted.'
    return
  fi
  say '--- profiles'
  check 'fhir-profiles' fhir-profiles/test.sh
}

for part in $chosen; do
  began=$SECONDS
  "run_$part"
  say "$part took $((SECONDS - began)) s"
done

for name in ${broken_tests[@]+"${broken_tests[@]}"}; do
  say "FAILED: $name"
done
say "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
