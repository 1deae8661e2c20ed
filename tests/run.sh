#!/usr/bin/env bash
# Installs, builds, runs every test and ends with one line: N passed, N failed, N skipped. Exit code 1 when one failed.
#
#   tests/run.sh                     everything
#   tests/run.sh unit structure …    only these: unit, structure, lint, contract, e2e-embedded, e2e-full, chaos-embedded, chaos-full
#
# Unit tests run on SQLite and the embedded broker and again on a PostgreSQL, Kafka and Redis of our own, started here on free ports.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/local/common.sh"
here=$root/tests
work=$(mktemp -d)
var=$work/var  # what we start here is found and stopped by the same functions, and is nobody else's
mkdir -p "$var"/{run,log} "$work/counts" "$work/gtest"
chmod 755 "$work" "$var"

passed=0 failed=0 skipped=0
# count PASSED FAILED SKIPPED
count() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

beside=()  # process groups at work beside this script
clean_up() {
  local outcome=$? group
  for group in ${beside[@]+"${beside[@]}"}; do
    kill -INT -- "-$group" 2>/dev/null && wait "$group" || true
  done
  "$root/deploy/local/kafka/stop.sh" "$work/kafka" >/dev/null 2>&1 || true
  stop s3 2>/dev/null
  stop redis 2>/dev/null
  stop postgresql INT 2>/dev/null
  if [[ $outcome -eq 0 ]]; then rm -rf "$work"; else say "kept for a look: $work"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

parts=("$@")
over_processes=(contract e2e-embedded e2e-full chaos-embedded chaos-full)
[[ ${#parts[@]} -gt 0 ]] || parts=(unit structure lint "${over_processes[@]}")
# wanted PART...: one of them at least.
wanted() {
  local part
  for part; do
    if [[ " ${parts[*]} " == *" $part "* ]]; then return 0; fi
  done
  return 1
}
for part in "${parts[@]}"; do
  [[ $part =~ ^(unit|structure|lint|contract|e2e-embedded|e2e-full|chaos-embedded|chaos-full)$ ]] || fail "no part of the tests is called $part" "sed -n 2,7p tests/run.sh"
done

install_everything() {
  install_packages "$root/deploy/local/packages.txt" "$root/deploy/local/packages-full.txt" "$here/packages.txt"
  if wanted lint && ! command -v npm >/dev/null; then install_packages "$here/packages-node.txt"; fi
}

# What some of the tests need, from elsewhere: a test that lacks it says so and is skipped.
fetch_tools() {
  if wanted lint && [[ ! -x $root/build/tools/node_modules/.bin/redocly ]]; then
    npm install --silent --no-fund --no-audit --prefix "$root/build/tools" @redocly/cli@1.34.5 >"$work/npm.log" 2>&1 || say "npm could not fetch @redocly/cli: $(tail -n 1 "$work/npm.log")"
  fi
  if wanted unit && [[ ! -x $root/build/tools/s3/bin/moto_server ]]; then
    python3 -m venv "$root/build/tools/s3" || say "python3 could make no environment: build/tools/s3"
    "$root/build/tools/s3/bin/pip" install -q 'moto[s3]==5.2.5' flask flask-cors >"$work/pip-s3.log" 2>&1 || say "pip could not fetch moto: $(tail -n 1 "$work/pip-s3.log")"
  fi
  if wanted contract && [[ ! -x $root/build/tools/venv/bin/schemathesis ]]; then
    python3 -m venv "$root/build/tools/venv" || say "python3 could make no environment: build/tools/venv"
    "$root/build/tools/venv/bin/pip" install -q schemathesis==4.32.5 >"$work/pip.log" 2>&1 || say "pip could not fetch schemathesis: $(tail -n 1 "$work/pip.log")"
  fi
  if wanted unit e2e-full chaos-full; then  # some two hundred nodes will be started
    "$root/deploy/local/kafka/lay-out.sh" "$(free_port 25800)" >&2 || say "Kafka will start as slowly as ever: its classes could not be laid out"
  fi
}

start_servers() {
  local bin=/usr/lib/postgresql/15/bin as=() port
  mkdir -p "$work/postgresql"
  if [[ $EUID -eq 0 ]]; then
    as=(setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql)
    chown postgres: "$work/postgresql"
  fi
  # A cluster that lives as long as this run: nothing it holds has to survive a power cut.
  ${as[@]+"${as[@]}"} "$bin/initdb" -D "$work/postgresql" -U motcua -A trust -E UTF8 --locale C.UTF-8 >"$work/initdb.log" 2>&1 ||
    { cat "$work/initdb.log" >&2; fail "PostgreSQL could not make a cluster in $work/postgresql" "make room in ${TMPDIR:-/tmp}"; }
  port=$(free_port 25432)
  start postgresql ${as[@]+"${as[@]}"} "$bin/postgres" -D "$work/postgresql" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c max_connections=300
  wait_until 30 ready postgresql "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
  export MOTCUA_TEST_POSTGRESQL="host=127.0.0.1 port=$port user=motcua"

  port=$(free_port 26379)
  start redis redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$work"
  wait_until 10 listening redis port_is_taken "$port"
  export MOTCUA_TEST_REDIS=127.0.0.1:$port
}

# A store that speaks S3, as a city's would; it forgets. Without it the tests of S3 are skipped.
start_s3() {
  local port
  [[ -x $root/build/tools/s3/bin/moto_server ]] || return 0
  port=$(free_port 25500)
  # The calls that make bucket and keys are let in by nobody's keys; everything after them must be signed, and the signature is checked.
  start s3 env INITIAL_NO_AUTH_ACTION_COUNT=4 "$root/build/tools/s3/bin/moto_server" -H 127.0.0.1 -p "$port"
  wait_until 60 listening s3 port_is_taken "$port"
  read -r MOTCUA_TEST_S3_KEY_ID MOTCUA_TEST_S3_KEY < <("$root/build/tools/s3/bin/python" "$here/s3.py" "http://127.0.0.1:$port") ||
    fail "the S3 server gave no keys" "read $var/log/s3.log"
  export MOTCUA_TEST_S3=http://127.0.0.1:$port MOTCUA_TEST_S3_KEY_ID MOTCUA_TEST_S3_KEY
}

start_kafka() {
  local port
  port=$(free_port 25700)
  "$root/deploy/local/kafka/start.sh" "$work/kafka" "$port" >&2 || fail "Apache Kafka did not start" "read $work/kafka/kafka.log"
  export MOTCUA_TEST_KAFKA=127.0.0.1:$port
}

# Each GoogleTest case counts; a binary that died without a result counts as one failure.
run_unit() {
  say "== unit tests, with PostgreSQL, Kafka and Redis"
  # Two at a time: most of them wait for something. Those marked RUN_SERIAL need the machine to keep their own deadlines.
  (cd "$build" && GTEST_OUTPUT="json:$work/gtest/" ctest -j 2 -LE structure --output-on-failure --no-tests=error -O "$work/ctest.log" >/dev/null) || grep -E '^\[ +FAILED|Failure$|\*\*\*' "$work/ctest.log" >&2 || true
  grep -B 3 -A 3 -E 'terminate called|Sanitizer|Subprocess aborted|Segfault' "$work/ctest.log" >&2 || true  # how it ended
  read -r p f s < <(python3 "$here/count.py" gtest "$work/gtest" "$work/ctest.log")
  count "$p" "$f" "$s"
  say "   $p passed, $f failed, $s skipped"
}

run_structure() {
  say "== structure"
  local check outcome
  for check in check_layers check_files check_format roll_call walls_test; do
    outcome=0
    "$here/structure/$check.sh" >"$work/$check.log" 2>&1 || outcome=$?
    case $outcome in
      0) count 1 0 0 ;;
      77) count 0 0 1; say "   skipped $check: $(tail -n 1 "$work/$check.log")" ;;
      *) count 0 1 0; say "   failed $check"; cat "$work/$check.log" >&2 ;;
    esac
  done
}

run_lint() {
  say "== lint of the OpenAPI documents"
  local file
  for file in "$root"/services/*/openapi.yaml; do
    if [[ ! -x $root/build/tools/node_modules/.bin/redocly ]]; then
      count 0 0 1
      say "   skipped ${file#"$root"/}: @redocly/cli could not be had"
    elif (cd "$here/contract" && REDOCLY_TELEMETRY=off "$root/build/tools/node_modules/.bin/redocly" lint --config redocly.yaml "$file") >"$work/lint.log" 2>&1; then
      count 1 0 0
    else
      count 0 1 0
      cat "$work/lint.log" >&2
    fi
  done
}

# run_python NAME KIND FOLDER: unittest modules over real processes. Their words come whole at the end: another lane speaks too.
run_python() {
  local p f s
  say "== $1 begins"
  echo 0 1 0 >"$work/counts/$1"  # until it says better
  MOTCUA_E2E_KIND=$2 MOTCUA_BUILD=$build python3 "$here/count.py" unittest "$here/$3" "$work/counts/$1" >"$work/$1.log" 2>&1 || true
  read -r p f s <"$work/counts/$1"
  {
    flock 9
    say "== $1" && cat "$work/$1.log" >&2
    say "   $p passed, $f failed, $s skipped"
  } 9>"$work/speaking"
}

# lane PORTS PART...: one after the other, on ports that no other lane gives out.
lane() {
  local part
  export MOTCUA_TEST_PORTS=$1
  for part in "${@:2}"; do
    if wanted "$part"; then
      case $part in
        contract) run_python contract embedded contract ;;
        e2e-*) run_python "$part" "${part#e2e-}" e2e ;;
        chaos-*) run_python "$part" "${part#chaos-}" chaos ;;
      esac
    fi
  done
}

# go_beside COMMAND...: in a process group of its own, so that an interrupt reaches all of it.
go_beside() {
  set -m
  "$@" &
  beside+=($!)
  set +m
}

wait_for_those_beside() {
  wait "${beside[@]}" || true
  beside=()
}

# Tests over real processes wait for one another much of the time, so three lanes take little longer than the longest one.
start_lanes() {
  # The servers that this script starts have the ports between.
  go_beside lane 20000-22500 contract chaos-embedded
  go_beside lane 22600-25400 e2e-embedded e2e-full
  go_beside lane 26600-32000 chaos-full
}

finish_lanes() {
  local part p f s
  wait_for_those_beside
  for part in "${over_processes[@]}"; do
    if wanted "$part"; then
      p=0 f=1 s=0  # of a part that never came about
      if [[ -e $work/counts/$part ]]; then read -r p f s <"$work/counts/$part"; fi
      count "$p" "$f" "$s"
    fi
  done
}

install_everything
installed=$SECONDS
# The lanes need the programs only: the tests' own binaries, the larger half of a build, are built beside them.
go_beside fetch_tools
if wanted "${over_processes[@]}"; then configure_and_build $(programs); fi
wait_for_those_beside
programs_built=$SECONDS
if wanted unit e2e-full; then start_servers; fi
start_lanes
all_built=$SECONDS
if wanted unit; then
  (renice -n 10 "$BASHPID" >/dev/null; configure_and_build all)  # the lanes have deadlines to keep
  all_built=$SECONDS
  start_kafka
  start_s3
  run_unit
  "$root/deploy/local/kafka/stop.sh" "$work/kafka"
fi
if wanted structure; then run_structure; fi
if wanted lint; then run_lint; fi
finish_lanes

say "install $installed s, build $((programs_built - installed)) s, and the tests' own beside them $((all_built - programs_built)) s; tests $((SECONDS - programs_built)) s; all $SECONDS s"
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
