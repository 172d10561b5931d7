#!/usr/bin/env python3
"""translations/*.ts against the sources: tst_translations.py [Sound|Complete]

Sound: what is translated keeps its placeholders, and lrelease takes it. Complete: nothing is left to
translate, nothing of it is gone from the sources.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
LRELEASE = "/usr/lib/qt6/bin/lrelease"
PLURAL_FORMS = {"zh_CN": 1, "en_US": 2}
PLACEHOLDER = re.compile(r"%L?\d{1,2}|%n|%%")
FIELD = re.compile(r"\{\{|\}\}|\{(\d*)(:[^{}]*)?\}")


class Message:
    def __init__(self, context, element):
        self.context = context
        self.source = element.findtext("source") or ""
        self.is_plural = element.get("numerus") == "yes"
        translation = element.find("translation")
        self.kind = translation.get("type", "")
        self.forms = ([form.text or "" for form in translation.findall("numerusform")]
                      if self.is_plural else [translation.text or ""])

    def __str__(self):
        return f"{self.context}: {self.source!r}"


def read(file):
    root = xml.etree.ElementTree.parse(file).getroot()
    messages = [Message(context.findtext("name"), element) for context in root.iter("context")
                for element in context.iter("message")]
    return root.get("language"), messages


def fields(text):
    """How fmt writes each argument, by its number; None where counted and numbered fields mix."""
    found = [(field[1], field[2]) for field in FIELD.finditer(text) if field[1] is not None]
    if len({bool(number) for number, _ in found}) > 1:
        return None
    return {int(number or place): way for place, (number, way) in enumerate(found)}


def files():
    return sorted((ROOT / "translations").glob("*.ts"))


class Sound(unittest.TestCase):
    def translated(self):
        for file in files():
            for message in read(file)[1]:
                for form in filter(None, message.forms):
                    yield message, form

    def test_there_are_english_and_chinese(self):
        self.assertEqual([file.name for file in files()], ["descry_en.ts", "descry_zh_CN.ts"])

    def test_placeholders_survive(self):
        for message, form in self.translated():
            wanted = collections.Counter(PLACEHOLDER.findall(message.source))
            found = collections.Counter(PLACEHOLDER.findall(form))
            if message.is_plural:  # "One job" needs no number.
                wanted.pop("%n", None)
                found.pop("%n", None)
            self.assertEqual(found, wanted, str(message))

    def test_fields_of_errors_survive(self):
        for message, form in self.translated():
            if message.context == "descry::Error":
                self.assertEqual(fields(form), fields(message.source), str(message))

    def test_fields_are_told_apart(self):
        self.assertEqual(fields("{}: {:.1f} {{}}"), {0: None, 1: ":.1f"})
        self.assertEqual(fields("{1:.1f}, {0}"), {0: None, 1: ":.1f"})
        self.assertIsNone(fields("{1} {}"))

    def test_ellipsis_and_markup_survive(self):
        for message, form in self.translated():
            self.assertEqual(form.rstrip().endswith("…"), message.source.rstrip().endswith("…"),
                             str(message))
            self.assertEqual(sorted(re.findall(r"<[^>]+>", form)),
                             sorted(re.findall(r"<[^>]+>", message.source)), str(message))

    def test_plurals_have_the_forms_of_their_language(self):
        for file in files():
            language, messages = read(file)
            for message in messages:
                if message.is_plural:
                    self.assertEqual(len(message.forms), PLURAL_FORMS[language], str(message))

    def test_contexts_have_their_namespace(self):
        """lupdate leaves it out where it does not understand the sources, and nobody is told."""
        for file in files():
            for context in {message.context for message in read(file)[1]} - {"QObject"}:
                self.assertTrue(context.startswith("descry::"), f"{file.name}: {context}")

    def test_lrelease_takes_them_without_a_word(self):
        with tempfile.TemporaryDirectory() as folder:
            for file in files():
                answer = subprocess.run(
                    [LRELEASE, "-silent", file, "-qm", f"{folder}/{file.stem}.qm"],
                    check=True, capture_output=True, encoding="utf-8")
                self.assertEqual(answer.stdout + answer.stderr, "", file.name)

    def test_words_of_the_core_are_found(self):
        words = subprocess.run([ROOT / "packaging/error_words.py"], check=True,
                               capture_output=True, encoding="utf-8").stdout
        for found in ("{}: no such file", "gallery", "a truth value", "is not a text", "{}: {}",
                      "{}: not a bundle: there is no {} in it; import a checkpoint to make one"):
            self.assertIn(found + '"', words)
        for name in ("gelu", "params", "-wal"):
            self.assertNotIn(f' "{name}"', words)


class Complete(unittest.TestCase):
    def test_every_string_is_translated(self):
        missing = [f"{file.name}: {message}" for file in files() for message in read(file)[1]
                   if message.kind == "unfinished" or not all(message.forms)]
        self.assertEqual(missing, [])

    def test_the_sources_have_no_other_strings(self):
        with tempfile.TemporaryDirectory() as folder:
            for file in files():
                shutil.copy(file, folder)
            subprocess.run([ROOT / "packaging/translate.sh", folder], check=True,
                           capture_output=True)
            for file in files():
                self.assertEqual({str(message) for message in read(file)[1]},
                                 {str(message) for message in
                                  read(pathlib.Path(folder) / file.name)[1]})


if __name__ == "__main__":
    unittest.main()
