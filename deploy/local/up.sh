#!/usr/bin/env bash
# From an empty clone on Debian 12 to a running city: installs, builds, starts, loads the demo, prints Kiến An's report.
# Run again it starts only what is down and keeps the data.
#
#   deploy/local/up.sh          SQLite, the embedded broker, Redis
#   deploy/local/up.sh --full   PostgreSQL, Apache Kafka, Redis, Prometheus
#
# MOTCUA_VAR (var/local), MOTCUA_BUILD (build/release), MOTCUA_PORT_{BROKER,REDIS,POSTGRESQL,PROMETHEUS} and for each service, as
# MOTCUA_PORT_DOSSIERS and MOTCUA_PORT_DOSSIERS_ADMIN, may be set when the usual places or ports are taken.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$root/deploy/local/parts.sh"

kind=embedded
case ${1:-} in
  '') ;;
  --full) kind=full ;;
  -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) fail "unknown argument: $1" "deploy/local/up.sh [--full]" ;;
esac

began=$SECONDS
umask 077
mkdir -p "$var"/{data,keys,log,run}

other=$(cat "$var/run/kind" 2>/dev/null || true)
for service in $(services); do
  [[ -z $other || $other == "$kind" ]] || ! is_running "$service" || fail "the $other kind is running" "deploy/local/down.sh, then this again"
done
printf '%s' "$kind" >"$var/run/kind"

packages=("$root/deploy/local/packages.txt")
[[ $kind == embedded ]] || packages+=("$root/deploy/local/packages-full.txt")
install_packages "${packages[@]}"

mapfile -t programs < <(programs)
for program in "${programs[@]}"; do
  [[ -n $(built "$program") ]] || { say "building; on two cores this takes some minutes"; break; }
done
configure_and_build "${programs[@]}"

make_secrets
if [[ $kind == full ]]; then
  start_postgresql
  start_kafka
else
  start_broker
fi
start_redis
for service in $(services); do start_service "$service"; done
[[ $kind == embedded ]] || start_prometheus
for service in $(services); do
  wait_until 60 ready "$service" answers "http://127.0.0.1:${admin_port[$service]}/readyz"
  say "$service is ready"
done

load_demo
wait_for_report

"$root/deploy/local/report" 307 2019-12-15 2020-12-15 --url "http://127.0.0.1:${rest_port[reporting]}"
[[ $kind == embedded ]] || prometheus=$(printf 'prometheus http://127.0.0.1:%s' "$prometheus_port")
cat <<END

$(for service in $(services); do
  printf '%-10s http://127.0.0.1:%s   contract /openapi.yaml   admin http://127.0.0.1:%s  (/metrics /readyz)\n' "$service" "${rest_port[$service]}" "${admin_port[$service]}"
done)
${prometheus:-}

To try, each as it stands:

  # a citizen's dossier at the counter of Kiến An ward of today: its number, slip code and due date
  curl -sS -X POST http://127.0.0.1:${rest_port[dossiers]}/v1/dossiers -H "Authorization: Bearer \$($(relative token) officer 11443)" \\
    -H 'Content-Type: application/json' -H "Idempotency-Key: counter-\$(date +%s%N)" \\
    -d '{"procedure_code":"$(a_procedure_of_today)","unit_code":"11443","channel":"direct","applicant":{"kind":"citizen","name":"Trần Thị Thử Nghiệm"}}'

  # the report again, as of another day, by field
  curl -sS "http://127.0.0.1:${rest_port[reporting]}/v1/reports/dossiers?unit=307&from=2019-12-15&to=2020-12-15&as_of=2020-06-30&by=field" \\
    -H "Authorization: Bearer \$($(relative token) city_reader 31)"

  # the records behind one of its cells
  curl -sS "http://127.0.0.1:${rest_port[reporting]}/v1/reports/dossiers/records?unit=307&from=2019-12-15&to=2020-12-15&cell=pending.in_time&limit=5" \\
    -H "Authorization: Bearer \$($(relative token) city_reader 31)"

  # does everything that was written hold: chains, states, sequences, topic, projection
  $(relative verify)

Stop with deploy/local/down.sh; the data stay in $var.  (up after $((SECONDS - began)) s)
END
