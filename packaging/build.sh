#!/bin/bash
# Configures a preset if that was not done yet and builds it: packaging/build.sh PRESET [TARGET...]
# The result is in build/PRESET (programs in build/PRESET/bin). Run packaging/setup.sh first.
set -euo pipefail

[[ $# -ge 1 ]] || { echo "usage: packaging/build.sh PRESET [TARGET...]" >&2; exit 2; }
preset=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/$preset

# A configuration is made in full or not at all: ninja's file is the last thing CMake writes.
if [[ ! -f $build/build.ninja || CMakePresets.json -nt $build/build.ninja ]]; then
    mkdir -p build
    deps=()
    [[ -z ${DESCRY_DEPS_DIR:-} ]] || deps=("-DDESCRY_DEPS_DIR=$DESCRY_DEPS_DIR")
    if ! cmake --preset "$preset" "${deps[@]}" >"build/$preset.configure.log" 2>&1; then
        cat "build/$preset.configure.log" >&2
        exit 1
    fi
fi

# Lets ccache keep what is compiled with a precompiled header.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

# A compiler that reads LibTorch's headers takes up to 2 GB.
memory_gb=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
jobs=$(nproc)
[[ $((memory_gb / 2)) -ge $jobs ]] || jobs=$((memory_gb / 2 > 0 ? memory_gb / 2 : 1))
target=()
[[ $# -eq 0 ]] || target=(--target "$@")
cmake --build "$build" --parallel "$jobs" "${target[@]}"
