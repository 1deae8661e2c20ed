#!/usr/bin/env bash
# Fuzzes each target for a time. What breaks one is kept in corpus/TARGET/found-…, where every ordinary test run replays it.
#
#   tests/fuzz/run.sh                       each for ten minutes
#   tests/fuzz/run.sh 60                    each for a minute
#   tests/fuzz/run.sh 60 framing tokens     only these: events, framing, json, queries, tokens, uploads
#
# What it learnt stays in build/fuzz/learnt for the next time. Exit code 1 when something was found.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/local/common.sh"
here=$root/tests/fuzz
seconds=${1:-600}
targets=("${@:2}")
[[ ${#targets[@]} -gt 0 ]] || targets=(events framing json queries tokens uploads)
[[ $seconds =~ ^[0-9]+$ ]] || fail "$seconds is no number of seconds" "sed -n 2,6p tests/fuzz/run.sh"
for target in "${targets[@]}"; do
  [[ -d $here/corpus/$target ]] || fail "no fuzz target is called $target" "ls tests/fuzz/corpus"
done

install_packages "$here/packages.txt"
(cd "$root" && cmake --preset fuzz >/dev/null && cmake --build build/fuzz --target "${targets[@]/#/motcua-fuzz-}" >/dev/null)

found=0
for target in "${targets[@]}"; do
  learnt=$root/build/fuzz/learnt/$target
  mkdir -p "$learnt"
  # A request is at most 4 KiB here: every limit of the targets lies below. One that takes 10 s hangs.
  outcome=0
  nice "$root/build/fuzz/tests/fuzz/motcua-fuzz-$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
    -print_final_stats=1 -artifact_prefix="$here/corpus/$target/found-" "$learnt" "$here/corpus/$target" >"$learnt.log" 2>&1 || outcome=$?
  say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$learnt.log") inputs tried in $seconds s"
  if [[ $outcome -ne 0 ]]; then
    found=1
    say "   broken; its input is kept in tests/fuzz/corpus/$target, its words in ${learnt#"$root"/}.log"
  fi
done
exit $found
