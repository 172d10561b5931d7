#!/bin/bash
# Whether a review pays, on rendered people whose truth is known. A tenth of the captions give way to other people's
# that the pictures contradict (packaging/demo/plant_wrong_pairs.py). Then
#
#   detection   for five seeds: how many of the first pairs that the model's order asks an annotator about are wrong
#               ones, against random order
#   finetuning  for three seeds: the bundle trained on with the wrong pairs rejected (cleaned) and without a word
#               (uncleaned), as many steps of the same seed and settings, measured on the test split
#   difference  R@1 of cleaned less uncleaned, by seed and of all together, with a paired bootstrap interval
#
# A line for each is appended to tests/bench/review_pays.jsonl; what has its line is skipped, so the script may be
# stopped at any time. All wrong pairs are rejected, so this is what the best of annotators is worth.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/review_pays.sh DEMO-WORK [option...]

  DEMO-WORK       where make_demo.sh has put train/ and test/
  --bundle DIR    model that doubts pairs and is trained on (resources/demo/bundle)
  --people N      of the train split whose pairs are scored, by chance (300)
  --top N         pairs looked at in each order (1000)
  --steps N       of a training run (120: less than 8 minutes of one core)
  --rerank K      pictures re-ranked per description of the test split (32)
  --threads N     CPU threads, 0 for all cores (1)
  --work DIR      where runs are kept until they are measured (build/review_pays)
  --results FILE  takes the lines (tests/bench/review_pays.jsonl)
TEXT
}

demo=
bundle=
people=300
top=1000
steps=120
rerank=32
threads=1
work=
results=
while [[ $# -gt 0 ]]; do
    case $1 in
        --bundle | --people | --top | --steps | --rerank | --threads | --work | --results)
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

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bundle=$(realpath "${bundle:-$root/resources/demo/bundle}")
work=$(realpath -m "${work:-$root/build/review_pays}")
results=$(realpath -m "${results:-$root/tests/bench/review_pays.jsonl}")
cd "$root"
cli=build/ci/bin/descry-cli
# Debian's own Python: another one first in PATH may be of any age.
python=/usr/bin/python3
tools=packaging/demo

is_done() {  # LINE'S BEGINNING
    grep -qF "$1" "$results"
}

plant() {  # OUT SEED [OPTION...]
    rm -rf "$1"
    "$python" "$tools/plant_wrong_pairs.py" "$demo/train" "$1" --seed "$2" "${@:3}"
}

queue() {  # DATA SEED ORDER: all pairs of a planted set as they would be asked about
    "$cli" review queue --dataset "$1/reid_raw.json" --images "$demo/train/imgs" --annotator nobody \
        --order "$3" --seed "$2" --top 100000000 --parts --json
}

append_detection() {  # DATA SEED PLANTED
    "$python" - "$@" "$top" <<'PYTHON' >>"$results"
import json, sys
folder, seed, planted, top = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4])
wrong = {json.loads(line)["pair"] for line in open(folder + "/rejected.jsonl")}
read = lambda order: json.load(open(f"{folder}/{order}.json"))["next"]
count = lambda pairs: sum(pair["pair"] in wrong for pair in pairs[:top])
suspicious, random = read("suspicious"), read("random")
ordered = count([pair for pair in suspicious if pair["part"] == "ordered"])
found = count(random)
print(json.dumps({"kind": "detection", "seed": seed, "people": planted["people"], "images": planted["images"],
                  "pairs": len(random), "wrong": sum(pair["pair"] in wrong for pair in random),
                  "top": min(top, len(random)), "ordered": ordered, "mixed": count(suspicious), "random": found,
                  "ratio": round(ordered / found, 2) if found else None}))
PYTHON
}

detect() {  # SEED
    local data=$work/detection planted
    planted=$(plant "$data" "$1" --people "$people")
    "$cli" review score --dataset "$data/reid_raw.json" --images "$demo/train/imgs" --bundle "$bundle" \
        --threads "$threads"
    queue "$data" "$1" suspicious >"$data/suspicious.json"
    queue "$data" "$1" random >"$data/random.json"
    append_detection "$data" "$1" "$planted"
    rm -rf "$data"
}

settings() {  # SEED: the recipe of the demo, gone on with
    "$python" - "$1" "$steps" <<'PYTHON'
import json, sys
seed, steps = int(sys.argv[1]), int(sys.argv[2])
settings = json.load(open("packaging/demo/training.json"))
settings.update({"seed": seed, "loss_starts": {}, "evaluate_epochs": 0, "negative_ramp_steps": 0,
                 "alpha_ramp_steps": 0})
settings["optimizer"].update({"lr": 5e-4, "lr_custm": 5e-4})
settings["schedular"] = {"steps": steps, "warmup_steps": steps // 6, "warmup_lr": 1e-5, "min_lr": 2e-5}
print(json.dumps(settings))
PYTHON
}

append_run() {  # VARIANT SEED RUN EVALUATION PLANTED
    "$python" - "$@" "$steps" <<'PYTHON' >>"$results"
import json, sys
variant, seed, run, evaluation, planted, steps = sys.argv[1:]
planted, measures = json.loads(planted), json.load(open(evaluation))
seconds = sum(json.loads(line).get("seconds", 0) for line in open(run + "/metrics.jsonl"))
pick = lambda metrics: {key: round(metrics[key], 3) for key in ("r1", "r10", "mAP")}
print(json.dumps({"kind": "finetuning", "seed": int(seed), "steps": int(steps), "variant": variant,
                  "people": planted["people"], "planted": planted["planted"], "captions": planted["captions"],
                  "seconds": round(seconds, 1), "similarity": pick(measures["similarity"]),
                  "rule": pick(measures["rerankTail"])}))
PYTHON
}

finetune() {  # VARIANT SEED
    local data=$work/finetuning run=$work/run test=$demo/test planted pairs=none
    planted=$(plant "$data" "$2")
    [[ $1 == uncleaned ]] || pairs=$data/rejected.jsonl
    rm -rf "$run"
    settings "$2" >"$work/settings.json"
    "$cli" train --start "$bundle" --config "$work/settings.json" --dataset "$data/reid_raw.json" \
        --images "$demo/train/imgs" --pairs "$pairs" --held-out none --threads "$threads" --out "$run"
    # One rule for all: what is compared are the networks.
    [[ ! -f $bundle/ranking.json ]] || cp "$bundle/ranking.json" "$run/last/"
    "$cli" evaluate --bundle "$run/last" --dataset "$test/reid_raw.json" --images "$test/imgs" --rerank "$rerank" \
        --threads "$threads" --scores "$work/scores.safetensors" --json >"$work/evaluation.json"
    "$python" "$tools/paired_hits.py" hits "$work/scores.safetensors" "$test/reid_raw.json" >"$(hits_of "$1" "$2")"
    append_run "$1" "$2" "$run" "$work/evaluation.json" "$planted"
    rm -rf "$data" "$run" "$work/scores.safetensors"
}

hits_of() {  # VARIANT SEED...: files, with commas between
    local files="" seed
    for seed in "${@:2}"; do files+=",$work/hits-$1-$steps-$seed.json"; done
    echo "${files#,}"
}

compare() {  # SEED...: the two variants of these runs
    local seeds found
    seeds=$(printf ', %s' "$@")
    seeds="[${seeds#, }]"
    is_done "{\"kind\": \"difference\", \"seeds\": $seeds, \"steps\": $steps," && return
    found=$("$python" "$tools/paired_hits.py" compare "$(hits_of cleaned "$@")" "$(hits_of uncleaned "$@")")
    echo "{\"kind\": \"difference\", \"seeds\": $seeds, \"steps\": $steps, ${found#\{}" | tee -a "$results"
}

[[ -x $cli ]] || packaging/build.sh ci descry-cli >&2
mkdir -p "$work"
touch "$results"
for seed in 1 2 3 4 5; do
    is_done "{\"kind\": \"detection\", \"seed\": $seed, \"people\": $people," && continue
    echo "=== detection, seed $seed"
    detect "$seed"
done
for seed in 1 2 3; do
    for variant in cleaned uncleaned; do
        is_done "{\"kind\": \"finetuning\", \"seed\": $seed, \"steps\": $steps, \"variant\": \"$variant\"," && continue
        echo "=== finetuning, seed $seed, $variant"
        finetune "$variant" "$seed"
    done
    compare "$seed"
done
compare 1 2 3
