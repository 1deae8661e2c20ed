#!/usr/bin/env bash
# .clang-format as Debian 12's clang-format 14 reads it. Exit 77 (skipped) without one.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"
command -v clang-format-14 >/dev/null || { echo "clang-format-14 is not installed"; exit 77; }
outcome=0
said=$(find libs services deploy tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 | xargs -0 -r clang-format-14 --dry-run -Werror 2>&1) || outcome=$?
if [[ $outcome -ne 0 ]]; then
  echo "not formatted (count, file):"
  grep -E 'error:' <<<"$said" | cut -d: -f1 | sort | uniq -c || echo "$said"
  exit 1
fi
echo "formatted"
