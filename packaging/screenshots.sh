#!/bin/bash
# Pictures of every workspace and dialog, light and dark, at 1x and 2x, in English and Chinese:
# packaging/screenshots.sh [OUT]. They land in build/screenshots/LANGUAGE-SCALEx unless OUT is given.
# They are rendered without a display; with one (or under xvfb-run) QT_QPA_PLATFORM=xcb takes it.
set -euo pipefail

case ${1:-} in
    -h | --help) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac
out=$(realpath -m "${1:-$(dirname "${BASH_SOURCE[0]}")/../build/screenshots}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}

packaging/setup.sh
packaging/build.sh ci window_shots
for language in en zh_CN; do
    for scale in 1 2; do
        folder=$out/$language-${scale}x
        rm -rf "$folder"
        QT_SCALE_FACTOR=$scale build/ci/tests/window_shots resources/demo "$folder" "$language"
        echo "$folder: $(find "$folder" -name '*.png' | wc -l) pictures"
    done
done
