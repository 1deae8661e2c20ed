#!/usr/bin/env bash
# What every file of ours keeps to: short, finished, and knowing nothing of the machine it was written on.
set -uo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

report() {
  local lines
  lines=$(cat)
  [[ -n $lines ]] || return 0
  printf '%s:\n%s\n\n' "$1" "$lines"
}
files() { find . \( -path ./.git -o -path ./build -o -path ./var -o -name __pycache__ -o -name node_modules \) -prune -o -type f -print | sort; }

check() {
  files | grep -E '\.[ch]pp$' | xargs -r wc -l | awk '$2 != "total" && $1 > 500' | report 'longer than 500 lines'
  todo='TO''DO|FIX''ME|XX''X'
  files | grep -vE '\.csv$' | xargs -r grep -nIE "\b($todo)\b" | report 'unfinished'
  paths='/(home|root)/[a-z]|/wo''rk/|/tmp/(brief|build)'
  files | grep -vE '/tests/structure/' | xargs -r grep -nIE "$paths" | report 'names a folder of somebody’s machine'
  files | grep -E '\.hpp$' | xargs -r grep -L '^#pragma once' | report 'header without #pragma once'
  files | grep -E '\.[ch]pp$' | xargs -r grep -lE '[[:space:]]$' | report 'blanks at the end of a line'
  find libs services \( -iname '*manager*' -o -iname '*helper*' -o -iname '*util*' \) | report 'name the work, not the pattern'
  # What CMake does not list is never applied and never run.
  for file in $(files | grep -E '/(migrations/[0-9]+_[a-z_]+\.sql|[a-z_0-9]+_test\.cpp)$'); do
    folder=$(dirname "$file")
    until [[ -e $folder/CMakeLists.txt ]]; do folder=$(dirname "$folder"); done
    grep -q "${file#"$folder"/}" "$folder/CMakeLists.txt" || report 'not in its CMakeLists.txt' <<<"$file"
  done
  # Migrations are numbered from 1 without gaps.
  for folder in services/*/store/migrations; do
    compgen -G "$folder/*.sql" >/dev/null || continue
    expected=1
    for migration in "$folder"/*.sql; do
      [[ $(basename "$migration") == $(printf '%04d_' $expected)* ]] || report 'migration out of order' <<<"$migration"
      expected=$((expected + 1))
    done
  done
}

found=$(check)
if [[ -n $found ]]; then
  printf '%s\n' "$found"
  exit 1
fi
echo "files are in order"
