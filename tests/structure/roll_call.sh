#!/usr/bin/env bash
# A service exists everywhere or nowhere: names what is missing and exits 1.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

bad=0
missing() {
  printf 'missing: %s\n' "$1"
  bad=1
}
for folder in services/*/; do
  service=$(basename "$folder")
  for file in README.md openapi.yaml config.cpp main.cpp CMakeLists.txt; do
    [[ -e $folder$file ]] || missing "$folder$file"
  done
  grep -q "add_subdirectory($service)" services/CMakeLists.txt || missing "$service in services/CMakeLists.txt"
  grep -q "motcua-$service" deploy/local/parts.sh || missing "$service in deploy/local/parts.sh"
  grep -q "$service" deploy/local/down.sh || missing "$service in deploy/local/down.sh"
  grep -q "job_name: $service" deploy/prometheus/prometheus.yml || missing "$service in deploy/prometheus/prometheus.yml"
  grep -q "upstream $service " deploy/nginx/nginx.conf.in || missing "$service in deploy/nginx/nginx.conf.in"
  grep -q "services/$service" README.md || missing "$service in the map of README.md"
  grep -q "openapi.yaml" "$folder/CMakeLists.txt" || missing "$service embeds its openapi.yaml (CMakeLists.txt)"
  # Who publishes, says so in the contract of topics and keeps golden files; who has tables, has migrations.
  if [[ -d ${folder}contracts && -n $(ls "${folder}contracts"/*.hpp 2>/dev/null) ]]; then
    grep -q "motcua.$service.v1" docs/asyncapi.yaml || missing "motcua.$service.v1 in docs/asyncapi.yaml"
    compgen -G "${folder}contracts/golden/*.json" >/dev/null || missing "${folder}contracts/golden/*.json"
  fi
  compgen -G "${folder}store/migrations/*.sql" >/dev/null || missing "${folder}store/migrations/*.sql"
done
# And nothing stands there that is no service.
for job in $(sed -n 's/.*job_name: *//p' deploy/prometheus/prometheus.yml); do
  [[ -d services/$job ]] || missing "services/$job, which deploy/prometheus/prometheus.yml names"
done

if [[ $bad -ne 0 ]]; then exit 1; fi
echo "everybody is here"
