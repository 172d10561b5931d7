#!/bin/bash
# Pictures of every workspace and dialog, light and dark, at 1x and 2x, in English and Chinese:
# packaging/screenshots.sh [OUT]. They land in build/screenshots/LANGUAGE-SCALEx unless OUT is given.
# packaging/screenshots.sh --readme [OUT] makes the four pictures of README.md instead, at most 150 kB
# each, in resources/readme unless OUT is given.
# They are rendered without a display; with one (or under xvfb-run) QT_QPA_PLATFORM=xcb takes it.
set -euo pipefail

readme=no
out=
for argument in "$@"; do
    case $argument in
        -h | --help) sed -n '2,6s/^# //p' "$0"; exit 0 ;;
        --readme) readme=yes ;;
        -*) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
        *) out=$(realpath -m "$argument") ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
shots=build/ci/tests/window_shots

packaging/setup.sh
packaging/build.sh ci window_shots
if [[ $readme == yes ]]; then
    QT_SCALE_FACTOR=1 "$shots" --readme resources/demo "${out:-resources/readme}"
    exit
fi
for language in en zh_CN; do
    for scale in 1 2; do
        folder=${out:-build/screenshots}/$language-${scale}x
        rm -rf "$folder"
        QT_SCALE_FACTOR=$scale "$shots" resources/demo "$folder" "$language"
        echo "$folder: $(find "$folder" -name '*.png' | wc -l) pictures"
    done
done
