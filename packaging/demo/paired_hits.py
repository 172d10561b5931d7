"""Compares rankings of the same descriptions, as core/evaluation/bootstrap.h does.

    paired_hits.py hits SCORES DATASET       which descriptions of the test split have an image of their person first,
                                             from the matrices that descry-cli evaluate --scores wrote
    paired_hits.py compare A[,A...] B[,B...] R@1 of A less that of B with a 95 % interval: people are drawn with
                                             replacement, each with all descriptions of all runs

Answers with one JSON document.
"""

import array
import collections
import json
import math
import pathlib
import random
import sys

RESAMPLES = 2000
MATRICES = {"similarity": "sims_t2i", "rule": "score_matrix_t2i"}


def read_json(file):
    return json.loads(pathlib.Path(file).read_text())


def best_images(file, header, start, name):
    """The best image of each row of a float32 matrix in a safetensors file."""
    entry = header[name]
    if entry["dtype"] != "F32":
        raise SystemExit(f"{name} is {entry['dtype']}, not F32")
    rows, columns = entry["shape"]
    file.seek(start + entry["data_offsets"][0])
    for _ in range(rows):
        row = array.array("f", file.read(4 * columns))
        yield row.index(max(row))


def hits(scores, dataset):
    records = [record for record in read_json(dataset) if record["split"] == "test"]
    people = [record["id"] for record in records for _ in record["captions"]]
    found = {"people": people}
    with open(scores, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        for name, matrix in MATRICES.items():
            best = list(best_images(file, header, 8 + length, matrix))
            if len(best) != len(people):
                raise SystemExit(f"{scores}: scores of {len(best)} descriptions, and {dataset} has {len(people)}")
            found[name] = [int(records[image]["id"] == person) for image, person in zip(best, people)]
    return found


def quantile(values, share):
    place = share * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def difference(ours, theirs, name):
    """Of R@1, in percentage points."""
    people = collections.defaultdict(lambda: [0, 0])
    for our, their in zip(ours, theirs):
        if our["people"] != their["people"]:
            raise SystemExit("the rankings are of different descriptions")
        for person, our_hit, their_hit in zip(our["people"], our[name], their[name]):
            people[person][0] += our_hit - their_hit
            people[person][1] += 1
    sums = list(people.values())
    percent = lambda drawn: 100 * sum(one[0] for one in drawn) / sum(one[1] for one in drawn)
    draw = random.Random(1)
    resampled = sorted(percent(draw.choices(sums, k=len(sums))) for _ in range(RESAMPLES))
    return {"difference": round(percent(sums), 2),
            "interval": [round(quantile(resampled, share), 2) for share in (0.025, 0.975)]}


def main():
    command, first, second = sys.argv[1:] if len(sys.argv) == 4 else (None, None, None)
    if command == "hits":
        print(json.dumps(hits(first, second)))
    elif command == "compare":
        ours, theirs = ([read_json(file) for file in files.split(",")] for files in (first, second))
        if len(ours) != len(theirs):
            raise SystemExit("as many runs of the one as of the other are compared")
        print(json.dumps({name: difference(ours, theirs, name) for name in MATRICES}))
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
