"""Writes the demo bundle's CARD.md to standard output from what its making left behind."""

import argparse
import json
import pathlib

TEXT = """# Descry's demo bundle

A small RaSa that finds rendered people by an English description. It shows what Descry does; it is no model
for real work.

- **Model**: {parameters:.1f} million parameters; pictures of {res} x {res} pixels in patches of {patch}, image encoder
  {vit_width} wide and {vit_depth} layers deep, text {text_width} wide with {text_layers} text and {fusion_layers} fusion layers;
  stored as float16. Tokenizer: sentencepiece, {pieces} pieces, learnt from the training captions.
- **Data**: people rendered by `descry-demo-data` from the MakeHuman assets (CC0) before street panoramas (CC0 at
  Poly Haven), plain and indoor backgrounds. Nobody in them exists. Training: {train_pairs} pairs of {train_people} people.
- **Training**: from nothing, by `descry-cli train`: {steps} steps of {batch} pairs, {alone} of them by contrastive learning
  alone, the others with all five losses of RaSa; {seconds} on {cores}.
- **Repeat it**: `packaging/make_demo.sh PACK`, with the sizes and settings of `packaging/demo/`. Seeds: people of the
  training {train_seed}, of the test {test_seed}; draws of the training {seed}. Other processors and numbers of threads give
  slightly other weights.
- **Ranking rule**: similarity / {temperature:.4f} + {weight:.3f} x match logit, fitted on the validation split.

## Figures

On {images} images of {people} unseen people, {queries} captions with {vocabulary} different words. `descry-cli
evaluate --attributes` gives the figures. The *oracle* ranks by the true visible attributes that the caption names,
ties at random.

| ranking | R@1 | R@5 | R@10 | mAP | share of the oracle's R@1 | of its R@10 |
|---|---|---|---|---|---|---|
{rows}

- The rule against similarity alone: R@1 {r1_gain}, mAP {map_gain} (95 % intervals, people resampled).
- MRTD, read against a mean picture, finds a swapped attribute word with an AUROC of {mrtd:.3f}: {mrtd_groups}.
  The head alone: {mrtd_alone}.
- PRD tells weak from strong pairs with an AUROC of {prd}, and {prd_contradicted} where the caption contradicts the image.
- The match logit prefers the true caption to the swapped one in {prefers:.1f} % of the cases.

## Limits

Doubted words are hints: of a false and a true word, any two, the false one is doubted more in {mrtd_percent:.0f} of 100 cases.

Trained on rendered people alone: real pictures of people are found by the colours of large garments, and little more.
Words outside its captions mean nothing to it. It knows neither faces nor names and identifies nobody. Its people,
clothes and colours are invented proportions, so what it finds rare or common says nothing about the world.
"""


def row(name, metrics, share):
    return (f"| {name} | {metrics['r1']:.1f} | {metrics['r5']:.1f} | {metrics['r10']:.1f} | {metrics['mAP']:.1f} "
            f"| {share['r1']:.2f} | {share['r10']:.2f} |")


def gain(difference):
    low, high = difference["interval"]
    return f"{difference['difference']:+.2f} ({low:+.2f} to {high:+.2f})"


def number(value):
    return "n/a" if value is None else f"{value:.3f}"


def training(metrics_file):
    """Number of steps and their seconds, of metrics.jsonl."""
    lines = [json.loads(line) for line in metrics_file.read_text().splitlines()]
    steps = [line for line in lines if "cl" in line]
    return len(steps), sum(step["seconds"] for step in steps)


def summary_of(dataset):
    """What the renderer says of a data set it has made."""
    return json.loads((dataset.parent / "summary.json").read_text())


def main():
    parser = argparse.ArgumentParser()
    for name in ("measures", "summary", "training-set", "run", "bundle"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    parser.add_argument("--parameters", type=int, required=True)
    args = parser.parse_args()

    measures = json.loads(args.measures.read_text())
    config = json.loads((args.bundle / "config.json").read_text())
    ranking = json.loads((args.bundle / "ranking.json").read_text())
    run = json.loads((args.run / "run.json").read_text())
    settings, threads = run["config"], run["device"]["threads"]
    train = [record for record in json.loads(args.training_set.read_text()) if record["split"] == "train"]
    steps, seconds = training(args.run / "metrics.jsonl")
    summary = json.loads(args.summary.read_text())
    whole = {"r1": 1.0, "r10": 1.0}
    rows = [row("similarity", measures["similarity"], measures["shares"]["similarity"]),
            row("match logit, rest by similarity", measures["matchLogitTail"], measures["shares"]["matchLogit"]),
            row("rule", measures["rerankTail"], measures["shares"]["rule"]),
            row("oracle", measures["oracle"], whole)]
    replaced = measures["replacedWords"]
    groups = sorted(replaced["groups"].items())
    print(TEXT.format(
        parameters=args.parameters / 1e6,
        res=config["image_res"], patch=config["patch_size"],
        vit_width=config["vit"]["embed_dim"], vit_depth=config["vit"]["depth"],
        text_width=config["bert"]["hidden_size"], text_layers=config["bert"]["fusion_layer"],
        fusion_layers=config["bert"]["num_hidden_layers"] - config["bert"]["fusion_layer"],
        pieces=config["bert"]["vocab_size"],
        train_pairs=sum(len(record["captions"]) for record in train),
        train_people=len({record["id"] for record in train}),
        steps=steps, batch=settings["batch_size_train"],
        seed=settings["seed"],
        train_seed=summary_of(args.training_set)["seed"], test_seed=summary["seed"],
        alone=min(settings["loss_starts"].values(), default=0),
        seconds=f"{seconds / 60:.0f} minutes of steps",
        cores={0: "all cores", 1: "one core"}.get(threads, f"{threads} cores"),
        temperature=ranking["temperature"], weight=ranking["itm_weight"],
        images=measures["images"], people=measures["people"], queries=measures["queries"],
        vocabulary=summary["vocabulary"],
        rows="\n".join(rows),
        r1_gain=gain(measures["ruleAgainstSimilarity"]["r1"]),
        map_gain=gain(measures["ruleAgainstSimilarity"]["mAP"]),
        mrtd=replaced["auroc"], mrtd_percent=100 * replaced["auroc"],
        mrtd_alone=number(measures["replacedWordsHeadAlone"]["auroc"]),
        mrtd_groups=", ".join(f"{name} {number(group['auroc'])}" for name, group in groups),
        prd=number(measures["relation"]["auroc"]),
        prd_contradicted=number(measures["relation"]["contradicted"]["auroc"]),
        prefers=100 * measures["matchPrefersTrueCaption"]), end="")


if __name__ == "__main__":
    main()
