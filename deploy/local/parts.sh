# The parts that up.sh starts, one function each; a part that runs already is left alone. Sourced after common.sh.

# A service's ports: those of deploy/services, or what MOTCUA_PORT_DOSSIERS and MOTCUA_PORT_DOSSIERS_ADMIN say.
declare -A rest_port admin_port
for service in $(services); do
  variable=MOTCUA_PORT_${service^^}
  rest_port[$service]=${!variable:-$(of_service "$service" rest)}
  variable=${variable}_ADMIN
  admin_port[$service]=${!variable:-$(of_service "$service" admin)}
done
broker_port=${MOTCUA_PORT_BROKER:-9092}
prometheus_port=${MOTCUA_PORT_PROMETHEUS:-9090}

# relative PROGRAM: how a person in the current folder calls it.
relative() { realpath --relative-to="$PWD" "$root/deploy/local/$1" | sed 's,^[^./],./&,'; }

# must_be_free PORT PART VARIABLE: a fixed port that somebody else has is the reader's to free.
must_be_free() {
  ! port_is_taken "$1" || fail "port $1, which $2 needs, is taken$(who_listens_on "$1")" "stop that program, or choose another port: $3=… deploy/local/up.sh"
}

# kept_port PART FIRST: the port a part had last time when it is free, else the next free one from FIRST; remembered.
kept_port() {
  local file=$var/run/$1.port port
  port=$(cat "$file" 2>/dev/null || echo "$2")
  if port_is_taken "$port"; then port=$(free_port "$2"); fi
  printf '%s' "$port" | tee "$file"
}

make_secrets() {
  local service secret key
  for service in $(services); do
    for secret in $(of_service "$service" secrets); do
      key=$var/keys/${secret%_key}.key
      [[ -s $key ]] || openssl rand -hex 32 >"$key"
      chmod 600 "$key"
    done
  done
  # The first token makes the pair of keys that signs development tokens.
  "$root/deploy/local/token" city_reader 31 >/dev/null || fail "no development token could be made" "read what deploy/local/token said above"
}

start_broker() {
  is_running broker && return
  must_be_free "$broker_port" "the broker" MOTCUA_PORT_BROKER
  start broker "$(built motcua-broker)" --port "$broker_port"
  wait_until 20 listening broker port_is_taken "$broker_port"
  say "broker is up on $broker_port"
}

start_kafka() {
  is_running kafka && return
  must_be_free "$broker_port" "Apache Kafka" MOTCUA_PORT_BROKER
  must_be_free $((broker_port + 1)) "Apache Kafka's controller" MOTCUA_PORT_BROKER
  say "starting Apache Kafka; the first time its jars are fetched by Maven"
  "$root/deploy/local/kafka/start.sh" "$var/data/kafka" "$broker_port" >&2 || fail "Apache Kafka did not start" "read its words above and $var/data/kafka/kafka.log"
  adopt kafka "$(cat "$var/data/kafka/kafka.pid")"
  say "kafka is up on $broker_port"
}

start_redis() {
  if ! is_running redis; then
    local port
    port=$(kept_port redis "${MOTCUA_PORT_REDIS:-6379}")
    start redis redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --maxmemory 64mb --maxmemory-policy allkeys-lru --dir "$var/data"
    wait_until 10 listening redis port_is_taken "$port"
    say "redis is up on $port"
  fi
  redis_port=$(cat "$var/run/redis.port")
}

# PostgreSQL refuses to run as root and must reach its files: then it runs as `postgres`, and outside a home that is closed to others.
start_postgresql() {
  local bin=/usr/lib/postgresql/15/bin as=() place=$var/postgresql port
  if [[ $EUID -eq 0 ]]; then
    as=(setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql)
    mkdir -p "$place"
    chmod 755 "$var"
    chown postgres: "$place"
    if ! "${as[@]}" test -x "$place" 2>/dev/null; then
      rmdir "$place"
      place=/var/lib/postgresql/motcua-$(printf '%s' "$var" | sha256sum | cut -c1-8)
      say "user postgres cannot enter $var; its cluster is in $place"
    fi
  fi
  # As that user: in a folder of its own it could have laid a link that root would follow.
  ${as[@]+"${as[@]}"} mkdir -p "$place"
  ${as[@]+"${as[@]}"} chmod 700 "$place"
  if ! is_running postgresql; then
    local secret=$var/keys/postgresql.password
    [[ -s $secret ]] || openssl rand -hex 16 >"$secret"
    if [[ -z $(${as[@]+"${as[@]}"} ls -A "$place") ]]; then
      say "making a PostgreSQL cluster"
      # User postgres may not read our keys: it is told, and keeps a copy of its own for this one moment.
      ${as[@]+"${as[@]}"} bash -c 'told=$(mktemp) && trap "rm -f $told" EXIT && cat >"$told" && "$@" --pwfile "$told"' \
        initdb "$bin/initdb" --pgdata "$place" --username motcua --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 \
        <"$secret" >"$var/log/initdb.log" 2>&1 \
        || { cat "$var/log/initdb.log" >&2; fail "PostgreSQL could not make its cluster in $place" "make room there, then run this again"; }
    fi
    port=$(kept_port postgresql "${MOTCUA_PORT_POSTGRESQL:-5432}")
    start postgresql ${as[@]+"${as[@]}"} "$bin/postgres" -D "$place" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories=
    wait_until 60 "ready" postgresql "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
    say "postgresql is up on $port"
  fi
  postgresql_port=$(cat "$var/run/postgresql.port")
  local service
  for service in $(services); do make_database "$service"; done
}

# make_database NAME: with a role of the same name that owns it and can enter no other.
make_database() {
  local secret=$var/keys/$1.password
  [[ -s $secret ]] || openssl rand -hex 16 >"$secret"
  # By the environment: what stands in arguments, everybody on the machine can read.
  PGPASSWORD=$(cat "$var/keys/postgresql.password") ROLE_SECRET=$(cat "$secret") psql -X -q -v ON_ERROR_STOP=1 -v name="$1" \
    "host=127.0.0.1 port=$postgresql_port user=motcua dbname=postgres" >/dev/null <<'SQL' || fail "database $1 could not be made" "read $var/log/postgresql.log"
\getenv secret ROLE_SECRET
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'name', :'secret') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
}

database_of() {
  if [[ $kind == full ]]; then
    printf 'postgresql:host=127.0.0.1 port=%s dbname=%s user=%s password=%s' "$postgresql_port" "$1" "$1" "$(cat "$var/keys/$1.password")"
  else
    printf 'sqlite:%s' "$var/data/$1.sqlite"
  fi
}

# A service hears its settings from the environment: what secrets they hold, only its own user can read there.
start_service() {
  local name=$1 prefix=${1^^} settings secret
  is_running "$name" && return
  must_be_free "${rest_port[$name]}" "$name" "MOTCUA_PORT_$prefix"
  must_be_free "${admin_port[$name]}" "the admin port of $name" "MOTCUA_PORT_${prefix}_ADMIN"
  settings=(HTTP_PORT="${rest_port[$name]}" ADMIN_PORT="${admin_port[$name]}" DATABASE="$(database_of "$name")" BROKERS="127.0.0.1:$broker_port"
    CACHE="redis:127.0.0.1:$redis_port" CATALOGUE="$root/deploy/catalogue" JWKS="$var/keys/jwks.json" ISSUER=https://dev.motcua.local AUDIENCE=motcua)
  [[ $kind == full ]] || settings+=(FETCH_WAIT_MS=10)
  if [[ $name == dossiers ]]; then
    mkdir -p "$var/data/papers"
    settings+=(PAPERS="directory:$var/data/papers" PAPERS_FOLDER="$var/data")
  fi
  for secret in $(of_service "$name" secrets); do settings+=("${secret^^}_FILE=$var/keys/${secret%_key}.key"); done
  (
    for setting in "${settings[@]}"; do export "${prefix}_$setting"; done
    start "$name" "$(built "motcua-$name")"
  )
}

start_prometheus() {
  is_running prometheus && return
  must_be_free "$prometheus_port" Prometheus MOTCUA_PORT_PROMETHEUS
  local service edits=()
  for service in $(services); do edits+=(-e "s/:$(of_service "$service" admin)'/:${admin_port[$service]}'/"); done
  sed "${edits[@]}" "$root/deploy/prometheus/prometheus.yml" >"$var/run/prometheus.yml"
  start prometheus prometheus --config.file="$var/run/prometheus.yml" --storage.tsdb.path="$var/data/prometheus" \
    --web.listen-address="127.0.0.1:$prometheus_port"
}

# Once for each kind: the marker stands beside the data, so that whoever deletes those gets the demo again.
load_demo() {
  local loaded=$var/data/demo.$kind.loaded file=$var/data/demo.ndjson
  [[ ! -e $loaded ]] || return 0
  say "making and loading the demo: 2,873 invented dossiers of Kiến An"
  python3 "$root/deploy/demo/generate.py" >"$file"
  "$root/deploy/local/import" "$file" --url "http://127.0.0.1:${rest_port[dossiers]}" >&2 ||
    fail "the demo could not be loaded whole" "read $file.refused and $var/log/dossiers.log, then run this again"
  DEMO_OFFICER=$("$root/deploy/local/token" officer 307) DEMO_HANDLER=$("$root/deploy/local/token" handler 307) \
    DEMO_LEADER=$("$root/deploy/local/token" leader 307) \
    python3 "$root/deploy/demo/live.py" --url "http://127.0.0.1:${rest_port[dossiers]}" >&2 ||
    fail "the lives of December 2020 could not be told" "read $var/log/dossiers.log, then run this again"
  touch "$loaded"
}

# metric PORT NAME: the sum over all labels; empty when it is not there.
metric() { answers "http://127.0.0.1:$1/metrics" 2>/dev/null | awk -v name="$2" 'index($1, name) == 1 && substr($1, length(name) + 1, 1) ~ /^({|)$/ { sum += $2; seen = 1 } END { if (seen) printf "%d", sum }'; }

# The report stands when everything written has been published and the reader has nothing left to read and misses nothing. Gauges are looked
# at now and then, so it must be true twice, a second apart, with nothing applied in between. A service that publishes nothing has no backlog.
is_level() {
  local service
  for service in $(services); do
    [[ $(metric "${admin_port[$service]}" motcua_outbox_backlog_events) =~ ^0?$ ]] || return 1
  done
  [[ $(metric "${admin_port[reporting]}" motcua_inbox_missing_events) == 0 && $(metric "${admin_port[reporting]}" motcua_inbox_lag_events) == 0 ]]
}
stands() {
  local before
  is_level || return 1
  before=$(metric "${admin_port[reporting]}" motcua_inbox_applied_total)
  sleep 1
  is_level && [[ $(metric "${admin_port[reporting]}" motcua_inbox_applied_total) == "$before" ]]
}

wait_for_report() {
  say "waiting until the report has heard everything"
  wait_until 120 complete reporting stands
}

# Marriage registration, while the catalogue has it.
a_procedure_of_today() {
  answers "http://127.0.0.1:${rest_port[dossiers]}/v1/procedures" | python3 -c '
import json, sys
codes = [item["code"] for item in json.load(sys.stdin)["items"] if item["level"] == "commune"]
print("1.000894.H24" if "1.000894.H24" in codes else codes[0])'
}
