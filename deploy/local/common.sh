# Read by up.sh, down.sh and tests/run.sh: where things are, how a part is started, found again and stopped.
# Sourced, never run; expects `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
var=${MOTCUA_VAR:-$root/var/local}
build=${MOTCUA_BUILD:-$root/build/release}

# What deploy/services says: the names in its order; a service's REST port, admin port and secrets.
services() { awk '!/^#/ && NF { print $1 }' "$root/deploy/services"; }
of_service() { awk -v name="$1" -v what="$2" '$1 == name { if (what == "rest") print $2; if (what == "admin") print $3; if (what == "secrets") for (at = 4; at <= NF; ++at) print $at }' "$root/deploy/services"; }

# What this house runs and is worked with: the services, and what stands beside them.
programs() { printf 'motcua-%s\n' $(services) broker token verify; }

say() { printf '%s\n' "$*" >&2; }
# fail MESSAGE [WHAT TO DO]: every failure names the way out.
fail() {
  say "error: $1"
  [[ $# -lt 2 ]] || say "   do: $2"
  exit 1
}

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

# install_packages FILE...: only what is missing. Daemons that come along are not started: we run our own copies on our own files.
install_packages() {
  local package missing=() policy=/usr/sbin/policy-rc.d made_policy=false
  for package in $(sed 's/#.*//' "$@"); do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "packages are missing and this is not Debian: ${missing[*]}" "install them, or use Debian 12"
  [[ $EUID -eq 0 ]] || command -v sudo >/dev/null || fail "packages are missing: ${missing[*]}" "run this as root, or install sudo"
  say "installing ${#missing[@]} packages: ${missing[*]}"
  mkdir -p "$var/log"
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made_policy=true
  fi
  local outcome=0
  { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"; } \
    >"$var/log/apt.log" 2>&1 || outcome=$?
  if $made_policy; then as_root rm -f "$policy"; fi
  if [[ $outcome -ne 0 ]]; then
    tail -n 15 "$var/log/apt.log" >&2
    fail "apt-get could not install the packages (all of its words: $var/log/apt.log)" "check the network and /etc/apt/sources.list, then run this again"
  fi
}

# built NAME: the path of one of our programs in the build folder; nothing when it is not there.
built() { find "$build/services" "$build/deploy" -type f -name "$1" -perm -u+x 2>/dev/null | head -n 1; }

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

who_listens_on() {
  { ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:((\("[^"]*",pid=[0-9]*\).*/ by \1/p' | head -n 1; } || true
}

# free_port FROM: the first port from there on that nobody listens on.
free_port() {
  local port=$1
  while port_is_taken "$port"; do port=$((port + 1)); done
  printf '%s' "$port"
}

# A process is known by its id and the moment it started: an id alone may belong to somebody else by now.
started_at() { awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null || true; }

is_running() {
  local pid moment file=$var/run/$1.pid
  [[ -r $file ]] || return 1
  read -r pid moment <"$file" || return 1
  [[ -n $pid && -n $moment && $(started_at "$pid") == "$moment" ]]
}

pid_of() { cut -d' ' -f1 "$var/run/$1.pid"; }

# start NAME COMMAND...: in the background, cut loose from the terminal, its words in var/local/log/NAME.log.
start() {
  local name=$1
  shift
  mkdir -p "$var/run" "$var/log"
  setsid nohup "$@" </dev/null >>"$var/log/$name.log" 2>&1 &
  adopt "$name" $!
}

# adopt NAME PID: from now on that process is the part NAME.
adopt() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$var/run/$1.pid"; }

# stop NAME [SIGNAL]: asks, waits 15 s, then insists. Nothing to do is success.
stop() {
  local name=$1 signal=${2:-TERM} pid waited=0
  if is_running "$name"; then
    pid=$(pid_of "$name")
    kill -s "$signal" "$pid" 2>/dev/null || as_root kill -s "$signal" "$pid" || true
    while is_running "$name" && [[ $waited -lt 150 ]]; do
      sleep 0.1
      waited=$((waited + 1))
    done
    if is_running "$name"; then
      say "$name did not stop within 15 s; killing it (its last words: $var/log/$name.log)"
      kill -KILL "$pid" 2>/dev/null || as_root kill -KILL "$pid" || true
    else
      say "stopped $name"
    fi
  fi
  rm -f "$var/run/$name.pid"
}

# wait_until SECONDS WHAT NAME COMMAND...: polls; gives up early when the part NAME has died.
wait_until() {
  local seconds=$1 what=$2 name=$3 end
  shift 3
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name"; then
      tail -n 5 "$var/log/$name.log" >&2 || true
      fail "$name stopped while we waited for it to be $what" "read $var/log/$name.log, then run this again"
    fi
    if [[ $SECONDS -ge $end ]]; then
      tail -n 5 "$var/log/$name.log" >&2 || true
      fail "$name is not $what after $seconds s" "read $var/log/$name.log; deploy/local/down.sh stops everything"
    fi
    sleep 0.1
  done
}

answers() { curl -fsS --max-time 5 "$1"; }

# configure_and_build TARGET...: quiet unless it fails; ninja's own progress line when there is a terminal.
configure_and_build() {
  mkdir -p "$var/log"
  local log=$var/log/build.log
  if [[ ! -e $build/build.ninja ]]; then
    (cd "$root" && cmake --preset release -B "$build") >"$log" 2>&1 || {
      tail -n 20 "$log" >&2
      fail "CMake could not configure (all of its words: $log)" "check that nothing is missing from deploy/local/packages.txt"
    }
  fi
  if [[ -t 2 ]]; then
    cmake --build "$build" --target "$@" >&2 || fail "the build failed" "the compiler's words are above"
  else
    cmake --build "$build" --target "$@" >"$log" 2>&1 || {
      grep -m 5 -A 10 -E 'error|FAILED' "$log" >&2 || tail -n 30 "$log" >&2
      fail "the build failed (all of its words: $log)" "make the compiler content, then run this again"
    }
  fi
}
