#!/bin/bash
# Brings translations/*.ts up to date with the sources: new strings come in as unfinished, strings
# that are gone go, translations stay. Edit the files with Qt Linguist or by hand.
# packaging/translate.sh [FOLDER] writes to another folder instead, which has copies of the files.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:-translations}
lupdate=/usr/lib/qt6/bin/lupdate
[[ -x $lupdate ]] || { echo "error: no $lupdate; run packaging/setup.sh" >&2; exit 1; }

# Headers are found below the root, or the contexts would lack their namespace. Without the lines of
# the sources the files change only where words do. lupdate does not know the core's errors.
update() {  # FILE OPTION...
    "$lupdate" -silent -I . -locations none -no-obsolete -source-language en_US "${@:2}" ui app \
        -ts "$folder/$1"
}
words=$(mktemp --suffix=.cpp)
trap 'rm -f "$words"' EXIT
packaging/error_words.py >"$words"
update descry_zh_CN.ts -target-language zh_CN "$words"
# English needs no words but the forms of its plurals.
update descry_en.ts -target-language en_US -pluralonly
