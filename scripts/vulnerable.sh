#!/usr/bin/env bash
# Asks the feeds that packages come from whether a version in use, also one that another brings, is known to be vulnerable.
# Ends with 0 when none is, with 1 when one is, with 3 when a feed gives no such answers: then nothing was scanned, and it says so.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

unscanned=0 vulnerable=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

not_scanned() {
  say "NOT SCANNED for known vulnerabilities: $1"
  unscanned=1
}

# judge CODE WHAT: 0 nothing found, 1 something, anything else no answer.
judge() {
  case $1 in
    0) ;;
    1) vulnerable=1 ;;
    *) not_scanned "$2" ;;
  esac
}

# A feed without a database of vulnerabilities answers "none", so that has to be asked first.
feeds_know() {
  local feed
  while read -r feed; do
    curl -fsS -m 20 "$feed" 2>/dev/null | grep -q '"VulnerabilityInfo/' || return 1
  done < <(dotnet nuget list source --format short | sed -n 's/^E[A-Z]* \(http.*\)$/\1/p')
}

scan_dotnet() {
  if ! feeds_know; then
    not_scanned '.NET packages (their feed has no database of vulnerabilities)'
    return
  fi
  if ! dotnet list Infusion.sln package --vulnerable --include-transitive --format json >"$work/dotnet.json" 2>"$work/dotnet.err"; then
    not_scanned ".NET packages ($(head -n 1 "$work/dotnet.err"))"
    return
  fi
  # shellcheck disable=SC2016 # it is JavaScript
  node -e '
    let answer;
    try { answer = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); } catch { process.exit(3); }
    const { projects = [], problems } = answer;
    const found = new Set();
    for (const project of projects)
      for (const framework of project.frameworks ?? [])
        for (const p of [...(framework.topLevelPackages ?? []), ...(framework.transitivePackages ?? [])])
          for (const v of p.vulnerabilities ?? []) found.add(`${p.id} ${p.resolvedVersion}: ${v.severity} ${v.advisoryurl}`);
    for (const each of problems ?? []) if (each.level === "error") found.add(each.text);
    for (const line of found) console.log(line);
    process.exit(found.size === 0 ? 0 : 1);' "$work/dotnet.json"
  judge $? '.NET packages (the answer cannot be read)'
}

scan_npm() {
  (cd "$dashboard" && npm audit --json >"$work/npm.json" 2>/dev/null)
  # shellcheck disable=SC2016 # it is JavaScript
  node -e '
    let answer;
    try { answer = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); } catch { process.exit(3); }
    if (!answer.vulnerabilities) process.exit(3);
    const found = Object.values(answer.vulnerabilities);
    for (const { name, severity, range } of found) console.log(`${name} ${range}: ${severity}`);
    process.exit(found.length === 0 ? 0 : 1);' "$work/npm.json"
  judge $? 'the dashboard'\''s packages (their registry does not answer for audits)'
}

scan_dotnet
scan_npm
[ "$vulnerable" = 0 ] || exit 1
[ "$unscanned" = 0 ] || exit 3
say 'No package in use is known to be vulnerable.'
