"""Plants wrong captions in a rendered training set, by seed.

    plant_wrong_pairs.py RENDERED OUT --seed N [--people N] [--share X]

A share of the captions give way to captions of other people. Each new one is wrong of every picture of
the person by the records: it names an attribute that is visible there with another value. So the same
share of the weak pairs is wrong, and of the pictures' own captions too. RENDERED is what
descry-demo-data wrote; OUT gets

    reid_raw.json   the train split of the people who are taken, planted
    planted.jsonl   a line for each caption that was replaced: what it was, whose it is, what it gets wrong
    rejected.jsonl  a verdict for each wrong pair, as a review's pairs.jsonl has them: for train --pairs
"""

import argparse
import collections
import hashlib
import json
import pathlib
import random

MOST_TRIES = 200  # Of finding a caption that is wrong of a person.


def read_people(rendered, count, draw):
    """Records of the train split by person, in the file's order."""
    people = collections.defaultdict(list)
    for record in json.loads((rendered / "reid_raw.json").read_text()):
        if record["split"] == "train":
            people[record["id"]].append({key: record[key] for key in ("split", "captions", "file_path", "id")})
    if not people:
        raise SystemExit(f"{rendered}: has no train split")
    if count > len(people):
        raise SystemExit(f"{rendered}: {count} people are asked for, and its train split has {len(people)}")
    chosen = sorted(draw.sample(sorted(people), count)) if count > 0 else people
    return {person: people[person] for person in chosen}


def read_attributes(rendered):
    """What is visible of each picture, and what each caption's words name, by path and text."""
    visible, mentions = {}, {}
    with open(rendered / "attributes.jsonl") as lines:
        for line in lines:
            record = json.loads(line)
            visible[record["file_path"]] = record["visible"]
            for caption in record["captions"]:
                mentions[record["file_path"], caption["text"]] = {
                    mention["attribute"]: mention["value"] for mention in caption["mentions"]}
    return visible, mentions


def contradictions(named, seen):
    """Attributes that a caption names and a picture shows with another value: {name: [said, seen]}."""
    return {name: [value, seen[name]] for name, value in named.items() if seen.get(name, value) != value}


class Planter:
    def __init__(self, people, visible, mentions, draw):
        self.people, self.visible, self.mentions, self.draw = people, visible, mentions, draw
        self.captions = [(person, record["file_path"], text) for person, records in people.items()
                         for record in records for text in record["captions"]]

    def wrong_caption(self, person):
        """Another person's, wrong of every picture and new to the person; nothing if none is found."""
        records = self.people[person]
        known = {text for record in records for text in record["captions"]}
        for _ in range(MOST_TRIES):
            other, path, text = self.draw.choice(self.captions)
            if other == person or text in known:
                continue
            named = self.mentions[path, text]
            wrong = [contradictions(named, self.visible[record["file_path"]]) for record in records]
            if all(wrong):
                return path, text, wrong
        return None

    def plant(self, share):
        """Replaces captions; yields what was done, one caption at a time."""
        places = [(person, record, place) for person, records in self.people.items()
                  for record in records for place in range(len(record["captions"]))]
        for person, record, place in self.draw.sample(places, round(share * len(places))):
            found = self.wrong_caption(person)
            if found is None:
                continue
            path, text, wrong = found
            own = self.people[person].index(record)
            yield {"file_path": record["file_path"], "place": place, "caption": text,
                   "was": record["captions"][place], "from": path, "contradicts": wrong[own]}
            record["captions"][place] = text


def pair_id(image_hash, caption):
    """As core/review/pair_id.h has it."""
    return hashlib.sha256(image_hash + caption.encode()).hexdigest()


def rejections(people, planted, images):
    """A verdict for every picture of the person with each planted caption."""
    records_of_image = {record["file_path"]: records for records in people.values() for record in records}
    hashes = {}
    for wrong in planted:
        for record in records_of_image[wrong["file_path"]]:
            path = record["file_path"]
            if path not in hashes:
                hashes[path] = hashlib.sha256((images / path).read_bytes()).digest()
            yield {"image": path, "source": wrong["file_path"], "caption": wrong["caption"],
                   "verdict": "reject", "reasons": ["other person"],
                   "pair": pair_id(hashes[path], wrong["caption"]), "annotator": "the records"}


def write_lines(file, records):
    count = 0
    with open(file, "w") as lines:
        for record in records:
            lines.write(json.dumps(record) + "\n")
            count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rendered", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--people", type=int, default=0, help="taken by chance; 0 is all")
    parser.add_argument("--share", type=float, default=0.1, help="of the captions")
    args = parser.parse_args()

    draw = random.Random(args.seed)
    people = read_people(args.rendered, args.people, draw)
    visible, mentions = read_attributes(args.rendered)
    planted = list(Planter(people, visible, mentions, draw).plant(args.share))

    args.out.mkdir(parents=True)
    write_lines(args.out / "planted.jsonl", planted)
    num_pairs = write_lines(args.out / "rejected.jsonl", rejections(people, planted, args.rendered / "imgs"))
    records = [record for records in people.values() for record in records]
    (args.out / "reid_raw.json").write_text(json.dumps(records, indent=1) + "\n")
    print(json.dumps({"people": len(people), "images": len(records), "planted": len(planted),
                      "captions": sum(len(record["captions"]) for record in records), "wrongPairs": num_pairs}))


if __name__ == "__main__":
    main()
