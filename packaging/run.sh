#!/bin/bash
# Sets up this machine, builds Descry and opens its window on the demo gallery that comes with the sources;
# without a display a search is printed.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/run.sh [--check] [--headless-search "text"] [--cuda | --cpu]

  --check                   sets up, builds and searches, opens no window
  --headless-search "text"  prints the first ten candidates for that description
  --cuda, --cpu             with or without the GPU part (see packaging/setup.sh --help)
TEXT
}

mode=show
text="a man wearing a black jacket and blue jeans"
setup_options=()
while [[ $# -gt 0 ]]; do
    case $1 in
        --check) mode=check ;;
        --headless-search)
            [[ $# -ge 2 ]] || { usage >&2; exit 2; }
            mode=search
            text=$2
            shift
            ;;
        --cuda | --cpu) setup_options+=("$1") ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/setup.sh "${setup_options[@]}"
# What the build prints would stand between the user and the answer.
packaging/build.sh release >&2

cli=build/release/bin/descry-cli
demo=resources/demo
bundle=$demo/bundle
work=build/release/demo
gallery=$work/gallery.descry

make_demo_gallery() {
    rm -rf "$work"
    mkdir -p "$work"
    "$cli" gallery create "$gallery"
    "$cli" gallery index "$gallery" "$demo/gallery/dataset.json" --images "$demo/gallery" \
        --metadata "$demo/gallery/metadata.csv" --bundle "$bundle"
    touch "$work/stamp"
}

# A newer program may read or write galleries differently, a newer bundle gives other embeddings.
if [[ ! -f $work/stamp || $cli -nt $work/stamp || $bundle/model.safetensors -nt $work/stamp ]]; then
    make_demo_gallery >&2
fi

case $mode in
    check)
        "$cli" search "$gallery" "$text" --bundle "$bundle" --top 10 --json >"$work/check.json"
        echo "Descry is set up, built and answers a search."
        ;;
    search) "$cli" search "$gallery" "$text" --bundle "$bundle" --top 10 ;;
    show)
        if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
            exec build/release/bin/descry --demo
        fi
        "$cli" search "$gallery" "$text" --bundle "$bundle" --top 10
        cat <<TEXT

These are appearance candidates for "$text" in the demo gallery: rendered people who do not exist
(the pictures are below $demo/gallery).
Try another description:  packaging/run.sh --headless-search "a woman with a red bag"
Use your own checkpoint and pictures: see "Your own checkpoint" in README.md.
TEXT
        ;;
esac
