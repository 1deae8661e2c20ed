#!/usr/bin/env bash
# A service exists everywhere or nowhere: names what is missing and exits 1.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

bad=0
missing() {
  printf 'missing: %s\n' "$1"
  bad=1
}
# has WORDS FILE WHAT: the words stand in the file, as they are.
has() { grep -qF -- "$1" "$2" 2>/dev/null || missing "$3"; }
listed() { awk '!/^#/ && NF { print $1 }' deploy/services; }

for folder in services/*/; do
  service=$(basename "$folder")
  for file in README.md openapi.yaml config.cpp main.cpp CMakeLists.txt; do
    [[ -e $folder$file ]] || missing "$folder$file"
  done
  compgen -G "${folder}store/migrations/*.sql" >/dev/null || missing "${folder}store/migrations/*.sql"
  has "add_subdirectory($service)" services/CMakeLists.txt "$service in services/CMakeLists.txt"
  has "contract openapi.yaml)" "${folder}CMakeLists.txt" "$service embeds its openapi.yaml (CMakeLists.txt)"
  has "add_executable(motcua-$service " "${folder}CMakeLists.txt" "the program motcua-$service (CMakeLists.txt)"

  # Its ports are one pair wherever they stand.
  read -r _ rest admin _ < <(grep -E "^$service +[0-9]+ [0-9]+( |$)" deploy/services) || { missing "$service with two ports in deploy/services"; continue; }
  has ".http_port = $rest," "${folder}config.cpp" "the REST port $rest in ${folder}config.cpp"
  has ".admin_port = $admin," "${folder}config.cpp" "the admin port $admin in ${folder}config.cpp"
  has "http://127.0.0.1:$rest" "${folder}openapi.yaml" "the server http://127.0.0.1:$rest in ${folder}openapi.yaml"
  grep -A 3 "job_name: $service\$" deploy/prometheus/prometheus.yml | grep -qF "127.0.0.1:$admin'" || missing "$service on $admin in deploy/prometheus/prometheus.yml"

  has "upstream $service " deploy/nginx/nginx.conf.in "$service in deploy/nginx/nginx.conf.in"
  has "proxy_pass http://$service;" deploy/nginx/nginx.conf.in "locations of $service in deploy/nginx/nginx.conf.in: what none names goes to dossiers"
  has "@$service@" deploy/nginx/nginx.conf.in "the address of $service in deploy/nginx/nginx.conf.in"

  # Its pages and its tests.
  has "[services/$service](services/$service)" README.md "$service in the map of README.md"
  has "\`services/$service\`" CHANGELOG.md "$service in CHANGELOG.md"
  has "$service::contract()" tests/contract/routes_test.cpp "the routes of $service in tests/contract/routes_test.cpp"
  has "self.fuzz(\"$service\"" tests/contract/test_contract.py "$service in tests/contract/test_contract.py"
  has "self.expect_all(\"$service\"" tests/contract/test_members.py "$service in tests/contract/test_members.py"

  # Who publishes, says so in the contract of topics, keeps golden files, and publishes on its own topic in its own name.
  if compgen -G "${folder}contracts/*.hpp" >/dev/null; then
    has "address: motcua.$service.v1" docs/asyncapi.yaml "the channel motcua.$service.v1 in docs/asyncapi.yaml"
    has "const: /motcua/$service}" docs/asyncapi.yaml "the source /motcua/$service in docs/asyncapi.yaml"
    has "\"motcua.$service.v1\"" "${folder}config.cpp" "the topic motcua.$service.v1 in ${folder}config.cpp"
    has "\"/motcua/$service\"" "${folder}main.cpp" "the source /motcua/$service in ${folder}main.cpp"
    has "${service}_contracts" tests/fuzz/CMakeLists.txt "the events of $service in tests/fuzz/CMakeLists.txt"
    compgen -G "${folder}contracts/golden/*.json" >/dev/null || missing "${folder}contracts/golden/*.json"
  fi
done

# And nothing stands there that is no service, and no port twice.
for name in $(listed) $(sed -n 's/.*job_name: *//p' deploy/prometheus/prometheus.yml); do
  [[ -d services/$name ]] || missing "services/$name, which deploy/services or deploy/prometheus/prometheus.yml names"
done
twice=$(awk '!/^#/ && NF { print $2; print $3 }' deploy/services | sort | uniq -d)
[[ -z $twice ]] || missing "another port: deploy/services has twice $twice"

if [[ $bad -ne 0 ]]; then exit 1; fi
echo "everybody is here"
