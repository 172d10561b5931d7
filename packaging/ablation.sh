#!/bin/bash
# The paper's ablation in small: from one contrastively trained start, as many steps of each set of losses,
# three seeds each, measured on the validation split. A line per run is appended to
# tests/bench/ablation.jsonl; runs that have their line are skipped, so it may be stopped at any time.
set -euo pipefail

[[ $# -ge 2 && $# -le 3 ]] || { echo "usage: packaging/ablation.sh START TRAINING-SET [STEPS]" >&2; exit 2; }
start=$(realpath "$1")     # A bundle trained with CL alone.
data=$(realpath "$2")      # A folder of descry-demo-data with a train and a val split.
steps=${3:-240}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cli=build/release/bin/descry-cli
results=tests/bench/ablation.jsonl
work=build/ablation

settings() {  # VARIANT SEED: the recipe of the demo with losses left out
    /usr/bin/python3 - "$@" "$steps" <<'PYTHON'
import json, sys
variant, seed, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
order = ["CL+ITM", "weak text, P-ITM", "PRD", "MLM", "MRTD"]
level = order.index(variant)
settings = json.load(open("packaging/demo/training.json"))
settings.update({
    "seed": seed, "loss_starts": {}, "evaluate_epochs": 0, "negative_ramp_steps": steps // 2,
    "alpha_ramp_steps": steps, "weak_pos_pair_probability": 0.1 if level >= 1 else 0.0,
    "loss_weights": {"cl": 0.5, "pitm": 1, "prd": 0.5 if level >= 2 else 0,
                     "mlm": 1 if level >= 3 else 0, "mrtd": 0.5 if level >= 4 else 0},
    "schedular": {"steps": steps, "warmup_steps": 20, "warmup_lr": 1e-5, "min_lr": 2e-5}})
print(json.dumps(settings))
PYTHON
}

append_result() {  # VARIANT SEED RUN EVALUATION
    /usr/bin/python3 - "$@" "$steps" <<'PYTHON' >>"$results"
import json, sys
variant, seed, run, evaluation, steps = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
measures = json.load(open(evaluation))
seconds = sum(json.loads(line).get("seconds", 0) for line in open(run + "/metrics.jsonl"))
pick = lambda metrics: {key: round(metrics[key], 3) for key in ("r1", "r10", "mAP")}
print(json.dumps({"losses": variant, "seed": seed, "steps": steps, "seconds": round(seconds, 1),
                  "similarity": pick(measures["similarity"]), "rule": pick(measures["rerankTail"])}))
PYTHON
}

run_one() {  # VARIANT SEED
    local run="$work/run" evaluation="$work/evaluation.json"
    rm -rf "$run"
    settings "$1" "$2" >"$work/settings.json"
    "$cli" train --start "$start" --config "$work/settings.json" --dataset "$data/reid_raw.json" \
        --images "$data/imgs" --held-out none --out "$run"
    "$cli" model calibrate --bundle "$run/last" --dataset "$data/reid_raw.json" --images "$data/imgs"
    "$cli" evaluate --bundle "$run/last" --dataset "$data/reid_raw.json" --images "$data/imgs" \
        --split val --json >"$evaluation"
    append_result "$1" "$2" "$run" "$evaluation"
}

mkdir -p "$work"
touch "$results"
for seed in 1 2 3; do
    for variant in "CL+ITM" "weak text, P-ITM" "PRD" "MLM" "MRTD"; do
        grep -qF "\"losses\": \"$variant\", \"seed\": $seed, \"steps\": $steps," "$results" && continue
        echo "=== $variant, seed $seed"
        run_one "$variant" "$seed"
    done
done
