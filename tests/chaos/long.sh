#!/usr/bin/env bash
# The long form of the tests of faults; tests/run.sh runs the short one. Needs a build (tests/run.sh or deploy/local/up.sh makes it).
#
#   tests/chaos/long.sh              all parts
#   tests/chaos/long.sh kills …      only these: kills (kill -9 of everything at random moments, under load), faults (every fault many times over),
#                                    fuzz (bytes that nobody would send, made by libFuzzer; what it finds becomes a test case)
#
#   --kills 1000      how often kill -9, on each kind of house: embedded, and full (PostgreSQL, Apache Kafka)
#   --minutes 60      how long that may take, on each kind; the kills it got to are said
#   --times 25        how often each fault strikes
#   --seconds 600     how long each fuzz target runs
#   --seed N          of the kills: the same victims in the same order
#
# Prints seeds, kills by process, acknowledged writes, inputs tried and findings. Exit code 1 when there was a finding.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export MOTCUA_BUILD=${MOTCUA_BUILD:-$here/../../build/release}

kills=1000 minutes=60 times=25 seconds=600 seed=$RANDOM parts=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --kills | --minutes | --times | --seconds | --seed) declare "${1#--}=${2:?$1 wants a number}"; shift 2 ;;
    kills | faults | fuzz) parts+=("$1"); shift ;;
    *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | grep '^#' >&2; exit 2 ;;
  esac
done
[[ ${#parts[@]} -gt 0 ]] || parts=(kills faults fuzz)
wanted() { [[ " ${parts[*]} " == *" $1 "* ]]; }

outcome=0
if wanted kills; then
  for kind in embedded full; do
    MOTCUA_E2E_KIND=$kind "$here/kills.py" --kills "$kills" --minutes "$minutes" --seed "$seed" || outcome=1
  done
fi
if wanted faults; then
  MOTCUA_CHAOS_TIMES=$times MOTCUA_E2E_KILLS=$times "$here/../run.sh" e2e-embedded chaos-embedded e2e-full chaos-full || outcome=1
fi
if wanted fuzz; then "$here/../fuzz/run.sh" "$seconds" || outcome=1; fi
exit $outcome
