#!/usr/bin/env bash
# What is committed in fsh-generated is what input/fsh makes. That it is valid, and the bad examples are not, is tested in the server.
set -euo pipefail
cd "$(dirname "$0")/.."

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
fhir-profiles/build.sh "$made"
diff -r fhir-profiles/fsh-generated "$made/fsh-generated" ||
  { printf 'fhir-profiles/fsh-generated is not what input/fsh makes: run fhir-profiles/build.sh and commit.\n' >&2; exit 1; }
