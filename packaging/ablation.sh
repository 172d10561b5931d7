#!/bin/bash
# The paper's ablation in small: from one contrastively trained start, as many steps of each set of losses,
# three seeds each, measured on the validation split. The start is trained first. A line per run is appended to
# tests/bench/ablation.jsonl; runs that have their line are skipped, so it may be stopped at any time.
# Several may run beside each other, each with seeds of its own.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/ablation.sh DEMO-WORK [option...]

  DEMO-WORK      where make_demo.sh has put train/ and tokenizer.model
  --seeds LIST   "1 2 3"
  --steps N      of a run (120)
  --threads N    CPU threads, 0 for all cores (0)
TEXT
}

demo=
seeds="1 2 3"
steps=120
threads=0
while [[ $# -gt 0 ]]; do
    case $1 in
        --seeds | --steps | --threads)
            [[ $# -ge 2 ]] || { usage >&2; exit 2; }
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *)
            [[ -z $demo ]] || { usage >&2; exit 2; }
            demo=$(realpath "$1")
            ;;
    esac
    shift
done
[[ -n $demo ]] || { usage >&2; exit 2; }

start_steps=500
rerank=32                  # Pictures re-ranked per description.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=$demo/train
cli=build/release/bin/descry-cli
results=tests/bench/ablation.jsonl
work=build/ablation

settings() {  # VARIANT SEED STEPS: the recipe of the demo with losses left out
    /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
variant, seed, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
order = ["CL", "CL+ITM", "weak text, P-ITM", "PRD", "MLM", "MRTD"]
level = order.index(variant)
settings = json.load(open("packaging/demo/training.json"))
settings.update({
    "seed": seed, "loss_starts": {}, "evaluate_epochs": 0, "negative_ramp_steps": steps // 2,
    "mrtd_picture": "own",  # As published and as the recorded lines have it; the demo's is another.
    "alpha_ramp_steps": steps, "weak_pos_pair_probability": 0.2 if level >= 2 else 0.0,
    "loss_weights": {"cl": 0.5, "pitm": 1 if level >= 1 else 0, "prd": 1 if level >= 3 else 0,
                     "mlm": 1 if level >= 4 else 0, "mrtd": 1 if level >= 5 else 0},
    "schedular": {"steps": steps, "warmup_steps": 20, "warmup_lr": 1e-5, "min_lr": 2e-5}})
print(json.dumps(settings))
PYTHON
}

append_result() {  # VARIANT SEED RUN EVALUATION
    /usr/bin/python3 - "$@" "$steps" "$rerank" <<'PYTHON' >>"$results"
import json, sys
variant, run, evaluation = sys.argv[1], sys.argv[3], sys.argv[4]
seed, steps, rerank = (int(sys.argv[i]) for i in (2, 5, 6))
measures = json.load(open(evaluation))
seconds = sum(json.loads(line).get("seconds", 0) for line in open(run + "/metrics.jsonl"))
pick = lambda metrics: {key: round(metrics[key], 3) for key in ("r1", "r10", "mAP")}
print(json.dumps({"losses": variant, "seed": seed, "steps": steps, "rerank": rerank, "seconds": round(seconds, 1),
                  "similarity": pick(measures["similarity"]), "rule": pick(measures["rerankTail"])}))
PYTHON
}

train() {  # SETTINGS OUT START...: on the training split alone
    "$cli" train "${@:3}" --config "$1" --dataset "$data/reid_raw.json" --images "$data/imgs" \
        --held-out none --threads "$threads" --out "$2"
}

make_start() {  # A bundle trained with CL alone, which every run begins with.
    [[ -d $work/start/last ]] && return
    rm -rf "$work/start"
    settings CL 7 "$start_steps" >"$work/start.json"
    train "$work/start.json" "$work/start" --new packaging/demo/config.json --vocab "$demo/tokenizer.model"
}

run_one() {  # VARIANT SEED
    local of_seed=$work/seed-$2
    local run=$of_seed/run evaluation=$of_seed/evaluation.json settings=$of_seed/settings.json
    rm -rf "$of_seed"
    mkdir "$of_seed"
    settings "$1" "$2" "$steps" >"$settings"
    train "$settings" "$run" --start "$work/start/last"
    "$cli" model calibrate --bundle "$run/last" --dataset "$data/reid_raw.json" --images "$data/imgs" \
        --rerank "$rerank" --threads "$threads"
    "$cli" evaluate --bundle "$run/last" --dataset "$data/reid_raw.json" --images "$data/imgs" \
        --split val --rerank "$rerank" --threads "$threads" --json >"$evaluation"
    append_result "$1" "$2" "$run" "$evaluation"
}

mkdir -p "$work"
touch "$results"
exec {lock}>"$work/start.lock"
flock "$lock"
make_start
flock --unlock "$lock"
for seed in $seeds; do
    for variant in "CL+ITM" "weak text, P-ITM" "PRD" "MLM" "MRTD"; do
        grep -qF "\"losses\": \"$variant\", \"seed\": $seed, \"steps\": $steps," "$results" && continue
        echo "=== $variant, seed $seed"
        run_one "$variant" "$seed"
    done
done
