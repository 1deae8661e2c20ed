#!/usr/bin/env bash
# start.sh FOLDER PORT [ADVERTISED]: one Apache Kafka node on 127.0.0.1:PORT (its controller on PORT + 1), with its data, log and pid in
# FOLDER. ADVERTISED is the port that it tells its clients, where something stands before it.
# With MOTCUA_KAFKA_PASSWORD_FILE it asks for the user motcua and the password in that file (SASL PLAIN).
# Started again it only starts what is down.
set -euo pipefail

folder=${1:?usage: start.sh FOLDER PORT [ADVERTISED]}
port=${2:?usage: start.sh FOLDER PORT [ADVERTISED]}
advertised=${3:-$port}
here=$(cd "$(dirname "$0")" && pwd)

fail() { echo "kafka: $1" >&2; exit 1; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
# Not kill -0: a node that was killed may lie about a while before somebody takes note of its end.
if [[ -f $folder/kafka.pid ]] && grep -qs kafka.Kafka "/proc/$(<"$folder/kafka.pid")/cmdline"; then
  answers && exit 0
elif answers; then
  fail "port $port is taken by another program; choose another one or stop it"
fi

"$here/java" --laid-out >/dev/null  # says here what is missing, and fetches

listener=PLAINTEXT
umask 077
{
  cat "$here/server.properties"
  if [[ -n ${MOTCUA_KAFKA_PASSWORD_FILE:-} ]]; then
    listener=SASL_PLAINTEXT
    password=$(head -1 "$MOTCUA_KAFKA_PASSWORD_FILE")
    echo "inter.broker.listener.name=SASL_PLAINTEXT"
    echo "sasl.enabled.mechanisms=PLAIN"
    echo "sasl.mechanism.inter.broker.protocol=PLAIN"
    echo "listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required" \
      "username=\"motcua\" password=\"$password\" user_motcua=\"$password\";"
  fi
  echo "listeners=$listener://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))"
  echo "advertised.listeners=$listener://127.0.0.1:$advertised"
  echo "controller.quorum.voters=1@127.0.0.1:$((port + 1))"
  echo "log.dirs=$folder/data"
} >"$folder/server.properties"
# What lz4 unpacks of its own goes with the folder, else it would stay where a node was killed.
mkdir -p "$folder/tmp"
temporary=-Djava.io.tmpdir=$folder/tmp
if [[ ! -f $folder/data/meta.properties ]]; then
  id=$(head -c 512 /dev/urandom | tr -dc A-Za-z0-9 | head -c 21)A  # 16 bytes in base 64, the last four bits 0
  "$here/java" "$temporary" kafka.tools.StorageTool format -t "$id" -c "$folder/server.properties" >>"$folder/kafka.log" 2>&1 ||
    fail "cannot format $folder/data; see $folder/kafka.log"
fi

setsid nohup "$here/java" "$temporary" kafka.Kafka "$folder/server.properties" >>"$folder/kafka.log" 2>&1 </dev/null &
echo $! >"$folder/kafka.pid"
for _ in $(seq 1200); do
  answers && exit 0
  kill -0 "$(<"$folder/kafka.pid")" 2>/dev/null || fail "it ended at once; see $folder/kafka.log"
  sleep 0.1
done
fail "no answer on port $port after two minutes; see $folder/kafka.log"
