#!/usr/bin/env python3
"""Writes the words of the core's errors as a source that lupdate understands: error_words.py > FILE

They are the literals in calls of fail(), makeError(), errorWords() and functions that refuse, and
reasons of the system that people meet. A literal without a blank or a field is a name, not words,
unless it stands in fail() or errorWords().
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ("core", "ui", "app/descry")
# Of descry-demo-data, of measurements, and of what descry-cli alone evaluates.
UNSEEN = re.compile(r"core/synthetic/|bench|core/evaluation/(attribut|calibration|ma[ps])")
CALL = re.compile(r"\b(fail|makeError|errorWords|refuse\w*|require\w*|expect|finding|problem)\("
                  r"(?!\s*tr\()")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
TOKEN = re.compile(rf"(?:{LITERAL.pattern}\s*)+|[()]")
SYSTEM = (
    "Cannot allocate memory", "Device or resource busy", "Directory not empty",
    "Disk quota exceeded", "File name too long", "File too large", "Input/output error",
    "Invalid argument", "Is a directory", "No such device", "No such file or directory",
    "No space left on device", "Not a directory", "Operation not permitted", "Permission denied",
    "Read-only file system", "Stale file handle", "Too many levels of symbolic links",
    "Too many open files", "Transport endpoint is not connected")


def literals(text):
    """Those of a call, whose parenthesis is open before `text`; adjacent ones are joined."""
    depth = 1
    for token in TOKEN.finditer(text):
        if token[0][0] == '"':
            yield "".join(LITERAL.findall(token[0]))
            continue
        depth += 1 if token[0] == "(" else -1
        if depth == 0:
            return


def words(file):
    text = file.read_text(encoding="utf-8")
    for call in CALL.finditer(text):
        for literal in literals(text[call.end():]):
            is_word = call[1] in ("fail", "errorWords") and literal.isalpha()
            if is_word or "{" in literal or re.search(r"\w .*\w", literal):
                yield literal


def main():
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*")
             if file.suffix in (".cpp", ".h") and not UNSEEN.search(str(file.relative_to(ROOT)))]
    found = {literal for file in files for literal in words(file)} | set(SYSTEM)
    for literal in sorted(found - {"", "{}"}):
        print(f'QT_TRANSLATE_NOOP("descry::Error", "{literal}")')


if __name__ == "__main__":
    main()
