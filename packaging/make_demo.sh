#!/bin/bash
# Makes the demo bundle and the demo gallery from a character pack: renders people, learns a tokenizer,
# trains a small RaSa from nothing, fits its ranking rule, measures it and puts both into
# resources/demo/. Every stage is skipped once done; an interrupted one goes on (training from its last
# snapshot) or starts anew.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/make_demo.sh PACK [--work DIR] [--until STAGE] [--threads N]

  PACK           folder with characters/ and backgrounds/ (see README.md)
  --work DIR     where the stages keep their results (build/demo)
  --until STAGE  stops after it: render, tokenizer, train, bundle, measure, gallery, install
  --threads N    CPU threads of training (all cores)
TEXT
}

pack=
work=
until=install
threads=0
while [[ $# -gt 0 ]]; do
    case $1 in
        --work | --until | --threads)
            [[ $# -ge 2 ]] || { usage >&2; exit 2; }
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *)
            [[ -z $pack ]] || { usage >&2; exit 2; }
            pack=$(realpath "$1")
            ;;
    esac
    shift
done
stages=(render tokenizer train bundle measure gallery install)
[[ -n $pack && " ${stages[*]} " == *" $until "* ]] || { usage >&2; exit 2; }

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(realpath -m "${work:-build/demo}")
recipe=packaging/demo
bin=build/release/bin
cli=$bin/descry-cli

render() {  # NAME PEOPLE SEED OPTION...: people of a seed of their own, so that no two sets share one
    [[ -d $work/$1 ]] || "$bin/descry-demo-data" "$pack" --out "$work/$1" --people "$2" --seed "$3" "${@:4}"
}

stage_render() {
    render train 8120 12 --val 120 --captions 4 --no-masks
    render test 310 2037 --test 310 --max-images 4 --captions 3
}

stage_tokenizer() {
    "$cli" tokenizer train --dataset "$work/train/reid_raw.json" --size 1000 --out "$work/tokenizer.model"
}

stage_train() {
    if [[ -f $work/run/snapshot.safetensors ]]; then
        "$cli" train --resume "$work/run"
        return
    fi
    rm -rf "$work/run"
    "$cli" train --new "$recipe/config.json" --config "$recipe/training.json" \
        --vocab "$work/tokenizer.model" --dataset "$work/train/reid_raw.json" \
        --images "$work/train/imgs" --threads "$threads" --out "$work/run"
}

stage_bundle() {
    rm -rf "$work/bundle"
    "$cli" model import "$work/run/best/model.safetensors" --config "$work/run/best/config.json" \
        --vocab "$work/run/best/tokenizer.model" --weights fp16 --out "$work/bundle"
    "$cli" model calibrate --bundle "$work/bundle" --dataset "$work/train/reid_raw.json" \
        --images "$work/train/imgs"
}

stage_measure() {
    "$cli" evaluate --bundle "$work/bundle" --dataset "$work/test/reid_raw.json" \
        --images "$work/test/imgs" --attributes "$work/test/attributes.jsonl" --json >"$work/measures.json.new"
    mv "$work/measures.json.new" "$work/measures.json"
}

stage_gallery() {
    render gallery 128 808 --min-images 3 --max-images 5 --no-masks
}

stage_install() {
    # Put there whole: what was there stays until all is written.
    local demo=$work/demo
    rm -rf "$demo"
    mkdir -p "$demo/bundle" "$demo/gallery"
    cp "$work"/bundle/{config.json,model.safetensors,tokenizer.model,ranking.json,word_doubt.safetensors} "$demo/bundle"
    local parameters
    parameters=$("$cli" model show "$work/bundle" --json | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["parameters"])')
    /usr/bin/python3 "$recipe/card.py" --measures "$work/measures.json" --summary "$work/test/summary.json" \
        --training-set "$work/train/reid_raw.json" --run "$work/run" --bundle "$work/bundle" \
        --parameters "$parameters" >"$demo/bundle/CARD.md"
    cp -r "$work/gallery/imgs" "$work/gallery/metadata.csv" "$demo/gallery"
    cp "$work/gallery/reid_raw.json" "$demo/gallery/dataset.json"
    rm -rf resources/demo/bundle resources/demo/gallery
    mv "$demo"/* resources/demo
}

packaging/setup.sh
packaging/build.sh release descry-cli descry-demo-data
mkdir -p "$work/done"
# Of another recipe nothing is kept but the pictures.
state=$(cat "$recipe"/*.json | sha256sum)
if [[ -f $work/recipe && $(<"$work/recipe") != "$state" ]]; then
    echo "the recipe has changed: training begins anew"
    rm -rf "$work/run" "$work"/done/{train,bundle,measure,install}
fi
echo "$state" >"$work/recipe"
for stage in "${stages[@]}"; do
    if [[ ! -f $work/done/$stage ]]; then
        echo "=== $stage"
        "stage_$stage"
        touch "$work/done/$stage"
    fi
    [[ $stage != "$until" ]] || break
done
