#!/bin/bash
# Builds Descry's Debian package: packaging/package.sh [PRESET]. PRESET is release unless another
# build is to be packed. The result is build/PRESET/package/descry_VERSION_amd64.deb.
set -euo pipefail

case ${1:-} in
    -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-release}

packaging/setup.sh --package >&2
# What the build and CPack print would stand between the caller and the answer.
packaging/build.sh "$preset" >&2
build=build/$preset
rm -rf "$build/package"
if ! cpack --config "$build/CPackConfig.cmake" >"$build/package.log" 2>&1; then
    cat "$build/package.log" >&2
    exit 1
fi
# Where CPack put the tree together.
rm -rf "$build/package/_CPack_Packages"
ls "$PWD/$build/package"/*.deb
