#!/bin/bash
# Ten plain queries against real photographs, as a sheet to count on by eye: the pictures are indexed
# with a bundle and the first eight candidates of each query drawn under it.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/real_queries.sh BUNDLE CROPS OUT

  BUNDLE  model that searches
  CROPS   folder of person crops (made by build/ci/tests/crop_pedestrians; the queries are about the
          people of vtest.avi and of one-by-one-person-detection.mp4)
  OUT     folder for gallery.descry, rows.json and sheet.png. The sheet shows real people: inside a
          checkout only a folder that git ignores is taken, such as build/real.

What OUT already holds is not indexed again; other crops want another OUT.
TEXT
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
[[ $# -eq 3 ]] || { usage >&2; exit 2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cli=$root/build/ci/bin/descry-cli
contact_sheet=$root/build/ci/tests/contact_sheet
# Debian's own Python: another one first in PATH may be of any age.
python=/usr/bin/python3
candidates=8

[[ -d $1 ]] || die "$1: no such bundle"
[[ -d $2 ]] || die "$2: no such folder of crops"
bundle=$(realpath "$1")
crops=$(realpath "$2")
out=$(realpath -m "$3")
if [[ $out/ == "$root"/* ]] && ! git -C "$root" check-ignore --quiet "$out/sheet.png"; then
    die "$3 is in the checkout and not ignored; pictures of real people are never committed"
fi

queries=(
    "a woman in a red jacket and dark jeans"
    "a person in a light blue coat and a white hat"
    "a man in a blue jacket and grey trousers"
    "a man in a red and dark blue jacket with white shoes"
    "a man in a black coat and black trousers"
    "a man in a brown jacket and blue jeans"
    "a woman with blonde hair in a long black coat"
    "a woman with long blonde hair in a grey sweater"
    "a man in a light grey t-shirt and dark blue trousers"
    "a person with a bag over the shoulder"
)

row() {  # TITLE: reads an answer of "search --json", writes a row of the sheet
    "$python" -c '
import json, sys
files = [candidate["file"] for candidate in json.load(sys.stdin)["candidates"]]
print(json.dumps({"title": sys.argv[1], "images": files}))' "$1"
}

[[ -x $cli && -x $contact_sheet ]] || "$root/packaging/build.sh" ci descry-cli contact_sheet >&2
mkdir -p "$out"
gallery=$out/gallery.descry
[[ -f $gallery ]] || "$cli" gallery create "$gallery" >&2
"$cli" gallery index "$gallery" "$crops" --bundle "$bundle" >&2
for query in "${queries[@]}"; do
    "$cli" search "$gallery" "$query" --bundle "$bundle" --top "$candidates" --json | row "$query"
done >"$out/rows.jsonl"
"$python" -c '
import json, sys
print(json.dumps([json.loads(line) for line in sys.stdin], indent=1))' \
    <"$out/rows.jsonl" >"$out/rows.json"
rm "$out/rows.jsonl"
"$contact_sheet" --out "$out/sheet.png" --columns "$candidates" "$out/rows.json"
echo "$out/sheet.png"
