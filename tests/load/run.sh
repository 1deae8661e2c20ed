#!/usr/bin/env bash
# Measures, asserts nothing: each figure against a reference in the same run. Prints a table and writes build/load/results.json.
#
#   tests/load/run.sh [--seconds 10] [--rows 1,2,5] [--kinds embedded,full] [--dossiers 10000,1000000]
#
# docs/performance.md says what the rows are. Starts a house of its own for each kind, on free ports, and removes it; PostgreSQL keeps fsync on.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/local/common.sh"

install_packages "$root/deploy/local/packages.txt" "$root/deploy/local/packages-full.txt"
configure_and_build motcua-dossiers motcua-reporting motcua-broker motcua-token load-client load-bare load-kafka
MOTCUA_BUILD=$build exec python3 "$root/tests/load/measure.py" "$@"
