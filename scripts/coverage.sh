#!/usr/bin/env bash
# Runs Core's tests but the uninstrumented, and measures line and branch coverage of what a wrong number would come from: every
# class of these folders must have all of both.
# Usage: scripts/coverage.sh [folder...]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
folders=${*:-Quantities Dosing Pharmacokinetics Safety Alarms}
results=artifacts/test-results/coverage
rm -rf "$results" && mkdir -p "$results"

# Debug: an optimised build merges branches. The analyzers have judged the same files in the release build.
left_out=()
for class in $uninstrumented; do
  left_out+=(--filter-not-class "*.$class")
done
dotnet test --project tests/Infusion.Core.Tests -c Debug -p:RunAnalyzers=false --results-directory "$results" --coverlet "${left_out[@]}" >"$results/log" 2>&1 ||
  { cat "$results/log"; exit 1; }
sed -n '/^Test run summary/,$p' "$results/log"

# shellcheck disable=SC2086 # a list
awk -v folders="${folders// /|}" '
  function attribute(name,  value) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    value = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", value); sub(/"$/, "", value)
    return value
  }
  /<class / {
    file = attribute("filename"); wanted = file ~ ("^(" folders ")/")
    if (wanted) classes++
  }
  wanted && /<line / {
    number = attribute("number"); key = file ":" number
    if (attribute("hits") == "0" && !(key in said)) { said[key] = 1; missed++; print "never run:      " key }
    else if (attribute("branch") == "True" && attribute("condition-coverage") !~ /^100%/ && !(key in said)) {
      said[key] = 1; missed++; print "half a branch:  " key " " attribute("condition-coverage")
    }
  }
  END {
    if (!classes) { print "no class of " folders " was measured"; exit 1 }
    print classes " classes measured, " missed + 0 " lines not wholly covered"
    exit missed > 0
  }' "$results"/*.xml
