#!/usr/bin/env bash
# Holds the walls of docs/architecture.md. Prints every trespass and exits 1 when there is one.
#   check_layers.sh [ROOT]
set -uo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

trespass() {  # WHAT, with the lines on standard input
  local lines
  lines=$(cat)
  [[ -n $lines ]] || return 0
  printf '%s:\n%s\n\n' "$1" "$lines"
}
sources() { find "$@" \( -name '*.cpp' -o -name '*.hpp' \) 2>/dev/null | sort; }
# Tests, and the headers that only tests include.
without_tests() { grep -vE '_test\.cpp$|_for_tests\.hpp$|examples\.hpp$|/testing/|^tests/'; }
# grep_in PATTERN, the files on standard input
grep_in() { xargs -r grep -nHE "$1"; }

# A function that prints trespasses; printing nothing is the proof.
check() {
  # Domain code is pure: core, calendar and its own folder; no I/O, clock, thread or random.
  own='core|calendar'
  io='fstream|iostream|filesystem|thread|mutex|shared_mutex|condition_variable|future|atomic|random|cstdio|cstdlib|ctime|unistd.h|sys/.*'
  for domain in services/*/domain; do
    [[ -d $domain ]] || continue
    files=$(sources "$domain" | without_tests)
    service=$(basename "$(dirname "$domain")")
    grep_in '^ *# *include' <<<"$files" | grep -vE "include *(<[a-z_]+>|\"(($own)|$service/domain)/[a-z_]+\.hpp\")" | trespass "$domain includes what is not pure"
    grep_in "^ *# *include *<($io)>" <<<"$files" | trespass "$domain reaches the outside"
    grep_in '_clock::now|\b(getenv|time|rand) *\(' <<<"$files" | trespass "$domain reads a clock, the environment or chance"
  done

  # Libraries form a line. A library may include itself and tiers before its own; catalogue may use calendar besides.
  declare -A tier=([core]=0 [calendar]=1 [catalogue]=1 [config]=1 [content]=1 [log]=1 [metrics]=1 [paper]=1 [store]=2 [blobs]=2 [bus]=2 [cache]=2 [auth]=2 [http]=2
    [outbox]=3 [runtime]=3 [testing]=4)
  libraries=$(ls libs | grep -v CMakeLists.txt)
  for library in $libraries; do
    [[ -n ${tier[$library]:-} ]] || trespass "a library without a place in the line" <<<"libs/$library"
    for other in $libraries services; do
      [[ $other != "$library" && "$library/$other" != catalogue/calendar ]] || continue
      if [[ $other == services ]]; then
        pattern="#include \"($(ls services | grep -v CMakeLists.txt | paste -sd'|'))/"
      elif [[ ${tier[$other]:-9} -ge ${tier[$library]:-0} ]]; then
        pattern="#include \"$other/"
      else
        continue
      fi
      files=$(sources "libs/$library")
      # A test may stand on libs/testing, whatever it tests.
      [[ $other != testing ]] || files=$(without_tests <<<"$files")
      grep_in "$pattern" <<<"$files" | trespass "libs/$library may not know $other"
    done
  done

  # Between services only contracts/ may be known.
  for service in services/*/; do
    service=$(basename "$service")
    for other in services/*/; do
      other=$(basename "$other")
      [[ $other != "$service" ]] || continue
      sources "services/$service" | grep_in "#include \"$other/" | grep -v "#include \"$other/contracts/" | trespass "services/$service may know only the contracts of $other"
    done
  done

  # Programs of deploy stand on libraries. The one that checks an installation knows both services, on purpose; nobody knows it.
  sources deploy | grep -v '^deploy/verify/' | grep_in "#include \"($(ls services | grep -v CMakeLists.txt | paste -sd'|'))/" | trespass 'of deploy only verify may know services'
  sources libs services | grep_in '#include "verify/' | trespass 'nobody may know deploy/verify'

  # Other people's headers stay in the library that wraps them, and there in .cpp files: that keeps them replaceable and the build short.
  only_in() {  # LIBRARY HEADERS ALLOWED-PATHS
    sources libs services deploy tests | grep -vE "^libs/$1/$1/[a-z_]+\.cpp\$${3:+|$3}" | grep_in "^ *# *include *<($2)" | trespass "$2 may be included only in .cpp files of libs/$1"
  }
  only_in http 'pistache/' '^tests/load/bare\.cpp$'
  only_in store 'soci/'
  only_in store 'sqlite3\.h|libpq-fe\.h' '^libs/testing/testing/[a-z_]+\.cpp$'
  only_in store 'zlib\.h'
  only_in bus 'librdkafka/' '^libs/bus/bus/handle\.hpp$|^tests/load/raw_kafka\.cpp$'
  only_in cache 'hiredis/'
  only_in metrics 'prometheus/'
  only_in auth 'cjose/'
  only_in content 'archive[a-z_]*\.h|magic\.h'
  only_in paper 'hpdf[a-z_]*\.h|qrencode\.h|utf8proc\.h'
  # JSON is for the edges: wherever it is read or written in .cpp files, and in the one header that offers it.
  sources libs services | without_tests | grep -vE '\.cpp$|^libs/http/http/(json|members)\.hpp$' | grep_in '#include <nlohmann/' | trespass 'nlohmann may be included only in .cpp files and in json.hpp and members.hpp of libs/http'
  sources libs services deploy tests | grep -vE '^services/[a-z_]+/contracts/[a-z_]+\.cpp$' | grep_in '#include <simdjson' | trespass 'simdjson may be included only in .cpp files of contracts'
  sources libs services deploy tests | grep_in '#include *"\.\.|using namespace ' | grep -vE 'using namespace std::[a-z_]*literals;|using namespace examples;|/main\.cpp:.*using namespace motcua' |
    trespass 'no relative include and no `using namespace`'
}

found=$(check)
if [[ -n $found ]]; then
  printf '%s\n' "$found"
  exit 1
fi
echo "walls hold"
