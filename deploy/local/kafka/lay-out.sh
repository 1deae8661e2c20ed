#!/usr/bin/env bash
# lay-out.sh PORT: runs one node on 127.0.0.1:PORT for a moment and writes its classes down as the JVM wants them in memory. Nothing needs it;
# whoever starts many nodes does it once before, since each then takes half the work.
set -euo pipefail

port=${1:?usage: lay-out.sh PORT}
here=$(cd "$(dirname "$0")" && pwd)
laid_out=$("$here/java" --laid-out)
[[ ! -e $laid_out ]] || exit 0

folder=$(mktemp -d)
part=$(mktemp "$laid_out.XXXXXX")
trap '"$here/stop.sh" "$folder"; rm -rf "$folder" "$part"' EXIT
MOTCUA_KAFKA_LAY_OUT=$part "$here/start.sh" "$folder" "$port"
pid=$(<"$folder/kafka.pid")
kill "$pid"
timeout 120 tail --pid="$pid" -f /dev/null  # it writes as it ends
[[ -s $part ]]
chmod 444 "$part"
mv "$part" "$laid_out"
