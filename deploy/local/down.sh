#!/usr/bin/env bash
# Stops what up.sh started, readers of a part before the part. Only processes whose id and start moment are those we wrote down.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

for part in prometheus $(services | tac) redis broker kafka; do stop "$part"; done
stop postgresql INT  # a fast shutdown: sessions end, everything is on disk
rm -f "$var/run/kind"
say "everything is down; the data stay in $var"
