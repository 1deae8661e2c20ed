#!/usr/bin/env bash
# start.sh FOLDER PORT [ADVERTISED]: one Apache Kafka node on 127.0.0.1:PORT (its controller on PORT + 1), with its data, log and pid in
# FOLDER. ADVERTISED is the port that it tells its clients, where something stands before it.
# With MOTCUA_KAFKA_PASSWORD_FILE it asks for the user motcua and the password in that file (SASL PLAIN).
# Started again it only starts what is down. The jars come by Maven, once, into ~/.cache/motcua/kafka (or $MOTCUA_KAFKA_JARS).
set -euo pipefail

folder=${1:?usage: start.sh FOLDER PORT [ADVERTISED]}
port=${2:?usage: start.sh FOLDER PORT [ADVERTISED]}
advertised=${3:-$port}
here=$(cd "$(dirname "$0")" && pwd)
jars=${MOTCUA_KAFKA_JARS:-$HOME/.cache/motcua/kafka}/$(sha256sum "$here/pom.xml" | cut -c1-12)

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

command -v java >/dev/null || fail "java is missing: apt-get install openjdk-17-jre-headless"
if [[ ! -d $jars ]]; then
  command -v mvn >/dev/null || fail "Maven is missing: apt-get install maven"
  echo "kafka: fetching jars (about 55 MB, once)"
  mkdir -p "$(dirname "$jars")"
  part=$(mktemp -d "$jars.XXXXXX")
  trap 'rm -rf "$part"' EXIT
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$part" \
    || fail "Maven could not fetch the jars; see above, then run this again"
  mv -T "$part" "$jars" 2>/dev/null || [[ -d $jars ]]  # another start may have been first
fi

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
# The jars have log4j; slf4j-simple writes to standard error, from WARN up.
quiet=(-Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
# What lz4 unpacks of its own goes with the folder, else it would stay where a node was killed.
mkdir -p "$folder/tmp"
small=(-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Djava.io.tmpdir=$folder/tmp")
if [[ ! -f $folder/data/meta.properties ]]; then
  id=$(java "${small[@]}" "${quiet[@]}" -cp "$jars/*" kafka.tools.StorageTool random-uuid 2>>"$folder/kafka.log")
  java "${small[@]}" "${quiet[@]}" -cp "$jars/*" kafka.tools.StorageTool format -t "$id" -c "$folder/server.properties" \
    >>"$folder/kafka.log" 2>&1 || fail "cannot format $folder/data; see $folder/kafka.log"
fi

setsid nohup java "${small[@]}" "${quiet[@]}" -cp "$jars/*" kafka.Kafka "$folder/server.properties" \
  >>"$folder/kafka.log" 2>&1 </dev/null &
echo $! >"$folder/kafka.pid"
for _ in $(seq 1200); do
  answers && exit 0
  kill -0 "$(<"$folder/kafka.pid")" 2>/dev/null || fail "it ended at once; see $folder/kafka.log"
  sleep 0.1
done
fail "no answer on port $port after two minutes; see $folder/kafka.log"
