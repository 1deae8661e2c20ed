#!/usr/bin/env bash
# stop.sh FOLDER: stops the Kafka node that start.sh started there, by its pid; its data stay.
set -euo pipefail

folder=${1:?usage: stop.sh FOLDER}
[[ -f $folder/kafka.pid ]] || exit 0
pid=$(<"$folder/kafka.pid")
if grep -qs kafka.Kafka "/proc/$pid/cmdline"; then
  kill "$pid"
  for _ in $(seq 200); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then kill -9 "$pid"; fi
fi
rm -f "$folder/kafka.pid"
