#!/usr/bin/env bash
# The long form: every fault many times over, and at least a thousand kills. Takes hours; tests/run.sh runs the short form.
#
#   tests/chaos/long.sh              all of it, embedded and full
#   MOTCUA_CHAOS_TIMES=100 …         how often each fault strikes (25)
#   MOTCUA_E2E_KILLS=1000 …          how often kill -9, on each database (500)
set -euo pipefail
export MOTCUA_CHAOS=long MOTCUA_E2E_KILLS=${MOTCUA_E2E_KILLS:-500}
exec "$(dirname "${BASH_SOURCE[0]}")/../run.sh" e2e-embedded chaos-embedded e2e-full chaos-full
