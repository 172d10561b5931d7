#!/bin/bash
# Runs every fuzz target for a while: packaging/fuzz.sh [SECONDS] [TARGET...] (60 s each, two at a time).
# New inputs are kept in build/fuzz/corpus/TARGET, findings in build/fuzz/findings. Exit code 1: a finding.
set -euo pipefail

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/setup.sh --fuzz
packaging/build.sh fuzz fuzz

build=build/fuzz
root=$PWD
mkdir -p "$build/findings" "$build/logs"

# Larger seeds would be cut, and mutating them finds little.
readonly max_seed_bytes=300000

run_target() {  # NAME
    local name=$1 corpus=$build/corpus/$1 seeds=$build/seeds/$1 log=$build/logs/$1.log seed file
    rm -rf "$seeds"
    mkdir -p "$corpus" "$seeds"
    while read -r seed; do
        [[ -n $seed ]] || continue
        find "$seed" -type f -size -${max_seed_bytes}c -print0
    done <"$build/fuzz/$name.seeds" | while IFS= read -r -d '' file; do
        cp "$file" "$seeds/$(sha1sum <"$file" | cut -d' ' -f1)"
    done
    # A file of the hostile collection must not need more than 256 MB or 5 s; a sanitizer costs a
    # small multiple of both.
    ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=0" \
    LSAN_OPTIONS="suppressions=$root/packaging/lsan.supp:print_suppressions=0" \
    UBSAN_OPTIONS="print_stacktrace=1" \
        "$build/fuzz/$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -malloc_limit_mb=600 -max_len=$max_seed_bytes -print_final_stats=1 \
        -artifact_prefix="$build/findings/$name-" "$corpus" "$seeds" >"$log" 2>&1
}

show() {  # NAME VERDICT
    local log=$build/logs/$1.log runs coverage
    runs=$(awk '/^stat::number_of_executed_units/ { print $2 }' "$log")
    coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    printf '%-22s %12s %9s  %s\n' "$1" "${runs:--}" "${coverage:--}" "$2"
}

targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
    for file in "$build"/fuzz/*.seeds; do
        targets+=("$(basename "$file" .seeds)")
    done
fi

declare -A process
for name in "${targets[@]}"; do
    while [[ $(jobs -rp | wc -l) -ge 2 ]]; do
        wait -n || true  # Whether it failed is asked below, target by target.
    done
    run_target "$name" &
    process[$name]=$!
done

findings=0
printf '%-22s %12s %9s  %s\n' target runs coverage verdict
for name in "${targets[@]}"; do
    if wait "${process[$name]}"; then
        show "$name" "no finding"
    else
        findings=$((findings + 1))
        show "$name" "FINDING: $build/logs/$name.log"
    fi
done
if [[ $findings -gt 0 ]]; then
    echo "$findings of ${#targets[@]} targets have a finding; the inputs are in $build/findings" >&2
    exit 1
fi
