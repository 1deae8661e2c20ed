#!/usr/bin/env bash
# Proves that check_layers.sh sees: builds a small house, then breaks each wall once and expects it named.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
house=$(mktemp -d)
trap 'rm -rf "$house"' EXIT
cd "$house"
mkdir -p libs/{core/core,http/http,store/store,outbox/outbox,catalogue/catalogue} services/{dossiers,reporting}/{domain,contracts,store} deploy/{verify,local/tools} tests
echo '#include "calendar/calendar.hpp"' >libs/catalogue/catalogue/procedures.hpp
echo '#include "dossiers/contracts/events.hpp"' >services/reporting/store/rows.cpp
echo '#include "core/time.hpp"' >services/dossiers/domain/decide.cpp
echo '#include "dossiers/store/rows.hpp"' >deploy/verify/histories.cpp
"$here/check_layers.sh" "$house" >/dev/null || { echo "a clean house is called dirty"; "$here/check_layers.sh" "$house"; exit 1; }

failed=0
# expect WORDS FILE LINE
expect() {
  local kept
  kept=$(cat "$2" 2>/dev/null || true)
  echo "$3" >>"$2"
  local said
  said=$("$here/check_layers.sh" "$house" 2>&1 || true)
  if ! grep -q -- "$1" <<<"$said"; then
    echo "not seen: $3 in $2"
    failed=1
  fi
  if [[ -n $kept ]]; then echo "$kept" >"$2"; else rm "$2"; fi
}
expect 'includes what is not pure' services/dossiers/domain/decide.cpp '#include "store/database.hpp"'
expect 'includes what is not pure' services/dossiers/domain/decide.cpp '#include "reporting/domain/count.hpp"'
expect 'includes what is not pure' services/dossiers/domain/decide.cpp '#include <sqlite3.h>'
expect 'reaches the outside' services/dossiers/domain/decide.cpp '#include <fstream>'
expect 'reads a clock' services/dossiers/domain/decide.cpp 'auto now = std::chrono::system_clock::now();'
expect 'libs/core may not know store' libs/core/core/text.cpp '#include "store/database.hpp"'
expect 'libs/store may not know http' libs/store/store/rows.cpp '#include "http/message.hpp"'
expect 'libs/http may not know outbox' libs/http/http/server.cpp '#include "outbox/relay.hpp"'
expect 'libs/outbox may not know services' libs/outbox/outbox/relay.cpp '#include "dossiers/contracts/events.hpp"'
expect 'may know only the contracts' services/reporting/store/rows.cpp '#include "dossiers/domain/state.hpp"'
expect 'of deploy only verify may know services' deploy/local/tools/token.cpp '#include "dossiers/contracts/events.hpp"'
expect 'nobody may know deploy/verify' services/reporting/store/rows.cpp '#include "verify/report.hpp"'
expect 'pistache/ may be included only' services/dossiers/main.cpp '#include <pistache/http.h>'
expect 'hpdf.* may be included only' services/dossiers/printing.cpp '#include <hpdf.h>'
expect 'archive.* may be included only' services/dossiers/papers.cpp '#include <archive.h>'
expect 'soci/ may be included only' libs/store/store/database.hpp '#include <soci/soci.h>'
expect 'nlohmann may be included only' services/dossiers/http.hpp '#include <nlohmann/json.hpp>'
expect 'simdjson may be included only' services/dossiers/http.hpp '#include <simdjson.h>'
expect 'no relative include' libs/core/core/text.cpp '#include "../../store/store/rows.hpp"'
expect 'no relative include' libs/core/core/text.cpp 'using namespace std;'
[[ $failed -eq 0 ]] && echo "every broken wall is named"
