#!/usr/bin/env python3
"""What packaging/review_pays.sh stands on: planted captions are wrong of every picture, and rankings are compared
as the programs compare them."""

import array
import contextlib
import hashlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging" / "demo"))
import paired_hits  # noqa: E402
import plant_wrong_pairs  # noqa: E402

COLOURS = ["red", "green", "blue", "white"]


class Temporary(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


def render(folder, num_people):
    """People in two pictures with two captions each; the second picture hides the shoes."""
    records, lines = [], []
    for person in range(num_people):
        look = {"top.colour": COLOURS[person % 4], "shoes.colour": COLOURS[person // 4 % 4]}
        for picture in range(2):
            path = f"p{person}/{picture}.jpg"
            file = folder / "imgs" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(path)
            texts = [f"Number {person} in picture {picture} wears {look['top.colour']}.",
                     f"Number {person} in picture {picture} has {look['shoes.colour']} shoes."]
            names = ["top.colour", "shoes.colour"]
            records.append({"split": "train" if person else "val", "captions": texts, "file_path": path,
                            "processed_tokens": [], "id": person})
            lines.append({"file_path": path, "visible": {name: look[name] for name in names[:2 - picture]},
                          "captions": [{"text": text, "mentions": [{"attribute": name, "value": look[name]}]}
                                       for text, name in zip(texts, names)]})
    (folder / "reid_raw.json").write_text(json.dumps(records))
    (folder / "attributes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


class Planting(Temporary):
    def plant(self, name, *options):
        arguments = ["plant_wrong_pairs.py", str(self.folder), str(self.folder / name), *options]
        output = io.StringIO()
        with unittest.mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(output):
            plant_wrong_pairs.main()
        return json.loads(output.getvalue())

    def lines(self, file):
        return [json.loads(line) for line in (self.folder / file).read_text().splitlines()]

    def test_every_planted_caption_is_wrong_of_every_picture_of_the_person(self):
        render(self.folder, 17)
        told = self.plant("out", "--seed", "3", "--share", "0.25")
        self.assertEqual(told["people"], 16)
        self.assertEqual(told["planted"], 16)
        self.assertEqual(told["wrongPairs"], 32)
        visible, mentions = plant_wrong_pairs.read_attributes(self.folder)
        records = {record["file_path"]: record for record in json.loads((self.folder / "out/reid_raw.json").read_text())}
        original = {record["file_path"]: record for record in json.loads((self.folder / "reid_raw.json").read_text())}
        changed = 0
        for path, record in records.items():
            self.assertEqual(record["split"], "train")
            changed += sum(now != was for now, was in zip(record["captions"], original[path]["captions"]))
        self.assertEqual(changed, 16)
        for wrong in self.lines("out/planted.jsonl"):
            self.assertEqual(records[wrong["file_path"]]["captions"][wrong["place"]], wrong["caption"])
            self.assertEqual(original[wrong["file_path"]]["captions"][wrong["place"]], wrong["was"])
            self.assertTrue(wrong["contradicts"])
        for pair in self.lines("out/rejected.jsonl"):
            self.assertEqual(records[pair["image"]]["id"], records[pair["source"]]["id"])
            donor = next(path for path, text in mentions if text == pair["caption"])
            self.assertTrue(plant_wrong_pairs.contradictions(mentions[donor, pair["caption"]], visible[pair["image"]]))
            image = hashlib.sha256(pair["image"].encode()).digest()
            self.assertEqual(pair["pair"], hashlib.sha256(image + pair["caption"].encode()).hexdigest())

    def test_a_seed_gives_the_same_and_another_one_something_else(self):
        render(self.folder, 17)
        for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
            self.assertEqual(self.plant(name, "--seed", seed, "--people", "9")["people"], 9)
        self.assertEqual(self.lines("a/planted.jsonl"), self.lines("b/planted.jsonl"))
        self.assertNotEqual(self.lines("a/planted.jsonl"), self.lines("c/planted.jsonl"))

    def test_more_people_than_there_are_is_refused(self):
        render(self.folder, 3)
        with self.assertRaises(SystemExit):
            self.plant("out", "--seed", "1", "--people", "3")


class Rankings(Temporary):
    def test_hits_are_read_from_the_matrices(self):
        records = [{"split": "train", "id": 1, "captions": ["Not this one."]},
                   {"split": "test", "id": 7, "captions": ["a", "b"]}, {"split": "test", "id": 8, "captions": ["c"]}]
        dataset = self.folder / "data.json"
        dataset.write_text(json.dumps(records))
        matrices = {"sims_t2i": [0.5, 0.1, 0.2, 0.3, 0.4, 0.4], "score_matrix_t2i": [1, 0, 1, 0, 0, 1]}
        header, body = {}, b""
        for name, values in matrices.items():
            data = array.array("f", values).tobytes()
            header[name] = {"dtype": "F32", "shape": [3, 2], "data_offsets": [len(body), len(body) + len(data)]}
            body += data
        text = json.dumps(header).encode()
        scores = self.folder / "scores.safetensors"
        scores.write_bytes(len(text).to_bytes(8, "little") + text + body)
        # Of equal scores the first image stands in front.
        self.assertEqual(paired_hits.hits(scores, dataset),
                         {"people": [7, 7, 8], "similarity": [1, 0, 0], "rule": [1, 1, 1]})

    def test_the_interval_holds_the_difference_and_is_none_for_the_same(self):
        people = [number // 2 for number in range(200)]
        worse = {"people": people, "rule": [int(number % 3 == 0) for number in range(200)]}
        better = {"people": people, "rule": [int(number % 3 != 1) for number in range(200)]}
        found = paired_hits.difference([better, better], [worse, worse], "rule")
        self.assertEqual(found["difference"], 33.0)
        low, high = found["interval"]
        self.assertTrue(25 < low < 33 < high < 41)
        self.assertEqual(paired_hits.difference([worse], [worse], "rule"), {"difference": 0.0, "interval": [0, 0]})
        with self.assertRaises(SystemExit):
            paired_hits.difference([worse], [worse | {"people": people[::-1]}], "rule")


if __name__ == "__main__":
    unittest.main()
