#!/bin/bash
# Sets up this machine, builds once and runs the tests.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/test.sh [--all] [--label LABEL] [CTEST OPTION...]

Runs every test but those labelled slow and bench. Labels: fast, ui, bridge (some of ui), conformance,
hostile, slow, bench.

  --label LABEL  only the tests of that label
  --all          also the slow tests, AddressSanitizer and UndefinedBehaviorSanitizer, ThreadSanitizer
                 (what does not link LibTorch; of the window's tests those labelled bridge) and the
                 fuzz targets, 60 s each
TEXT
}

all=no
label=
ctest_options=()
while [[ $# -gt 0 ]]; do
    case $1 in
        --all) all=yes ;;
        --label)
            [[ $# -ge 2 ]] || { usage >&2; exit 2; }
            label=$2
            shift
            ;;
        -h | --help) usage; exit 0 ;;
        *) ctest_options+=("$1") ;;
    esac
    shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
setup_options=()
[[ $all == no && $label != slow ]] || setup_options+=(--footage)
[[ $all == no ]] || setup_options+=(--fuzz)
packaging/setup.sh "${setup_options[@]}"

run_ctest() {  # PRESET OPTION...
    "${wrapper[@]}" ctest --test-dir "build/$1" --parallel 2 --output-on-failure --no-tests=error \
        "${@:2}" "${ctest_options[@]}"
}
wrapper=()

run_sanitized() {  # PRESET OPTION...
    # The sanitizers of gcc 12 want less random addresses than newer kernels give.
    local wrapper=()
    if setarch "$(uname -m)" -R true 2>/dev/null; then
        wrapper=(setarch "$(uname -m)" -R)
    fi
    ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1" \
    LSAN_OPTIONS="suppressions=$root/packaging/lsan.supp:print_suppressions=0" \
    UBSAN_OPTIONS="print_stacktrace=1" \
    TSAN_OPTIONS="suppressions=$root/packaging/tsan.supp:halt_on_error=1:second_deadlock_stack=1${tsan_more:-}" \
        run_ctest "$@"
}

# Qt is not built with the sanitizer: what it copies and frees behind its own locks is passed over
# (tests/ui/hand_over.h).
run_bridge() {  # PRESET OPTION...
    tsan_more=:ignore_interceptors_accesses=1 run_sanitized "$@"
}

build_and() {  # RUNNER PRESET OPTION...
    packaging/build.sh "$2" && "$@"
}

if [[ $all == no ]]; then
    packaging/build.sh ci
    if [[ -n $label ]]; then
        run_ctest ci -L "^$label\$"
    else
        run_ctest ci -LE '^(slow|bench)$'
    fi
    exit
fi

failed=()
step() {  # NAME COMMAND...
    echo
    echo "=== $1"
    "${@:2}" || failed+=("$1")
}
step "tests" build_and run_ctest ci -LE '^bench$'
step "AddressSanitizer, UndefinedBehaviorSanitizer" \
    build_and run_sanitized asan -L '^(fast|hostile|ui)$'
step "ThreadSanitizer" build_and run_sanitized tsan -L '^(fast|hostile)$'
step "ThreadSanitizer, threads and the window" build_and run_bridge tsan -L '^bridge$'
step "fuzzing" packaging/fuzz.sh 60

echo
if [[ ${#failed[@]} -gt 0 ]]; then
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
fi
echo "All passed: tests, sanitizers, fuzzing."
