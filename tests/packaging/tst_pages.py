#!/usr/bin/env python3
"""packaging/pages.py: man pages without warnings, completions that offer what there is to say."""

import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging"))
import pages  # noqa: E402

TEMPLATE = ".TH X 1 \"\" \"@VERSION@\"\n.SH NAME\nx \\- y\n.SH OPTIONS\n@OPTIONS@\n.SH COMMANDS\n@COMMANDS@\n"


def option(names, value="", description="Does it", **others):
    return {"names": names, "positional": not names[0].startswith("-"), "value": value,
            "repeatable": False, "required": False, "default": "",
            "description": description} | others


def program():
    help_option = option(["-h", "--help"], description="Print this")
    show = {"name": "show", "description": "Shows 'it'", "commands": [],
            "options": [help_option, option(["FILE"], "TEXT"),
                        option(["-d", "--device"], "TEXT:{auto,cpu}", "auto or cpu", default="auto"),
                        option(["--size"], "INT in [0 - 9]", ".5 \\ of: [it] 'all'", required=True)]}
    model = {"name": "model", "description": "Models", "commands": [show], "options": [help_option]}
    return {"name": "x-y", "description": "", "commands": [model], "options": [help_option]}


def complete(script, name, words):
    """What bash offers for the last of the words."""
    quoted = " ".join(f"'{word}'" for word in words)
    function = "_" + name.replace("-", "_")
    code = (f"compopt() {{ :; }}; source '{script}'; COMP_WORDS=({name} {quoted}); "
            f"COMP_CWORD={len(words)}; {function}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    answer = subprocess.run(["bash", "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert not answer.stderr, answer.stderr
    return answer.stdout.split()


class Temporary(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


class Bash(Temporary):
    def offered(self, *words):
        script = self.folder / "completion"
        script.write_text(pages.bash_completion(program()))
        return complete(script, "x-y", words)

    def test_offers_commands_and_then_theirs(self):
        self.assertEqual(self.offered(""), ["model", "-h", "--help"])
        self.assertEqual(self.offered("model", "s"), ["show"])

    def test_offers_the_options_of_the_command_alone(self):
        self.assertEqual(self.offered("model", "show", "--"), ["--help", "--device", "--size"])

    def test_offers_the_words_an_option_takes(self):
        self.assertEqual(self.offered("model", "show", "--device", ""), ["auto", "cpu"])
        self.assertEqual(self.offered("model", "show", "--device", "=", "c"), ["cpu"])
        self.assertEqual(self.offered("model", "show", "--device", "="), ["auto", "cpu"])

    def test_offers_files_elsewhere(self):
        (self.folder / "picture.png").touch()
        self.assertIn(f"{self.folder}/picture.png",
                      self.offered("model", "show", f"{self.folder}/pic"))


ZSH = r"""
PS1= fpath=($COMPLETIONS $fpath)
autoload -U compinit && compinit -u -D
compadd() {
    if [[ " ${(@)@[1,(i)(-|--)]}" == *\ -(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a offered
    builtin compadd -A offered "$@"
    print -rl -- "<"$^offered">"
    builtin compadd "$@"
}
comppostfuncs=(finish)
finish() { print "<"end">"; exit }
print "<"ready">"
"""


def zsh_complete(folder, line):
    """What zsh, on a terminal of its own, offers at the end of the line."""
    setup = folder / "setup"
    setup.write_text(ZSH)
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", LC_ALL="C.UTF-8", COMPLETIONS=str(folder))
        os.execvp("zsh", ["zsh", "-f", "-i"])

    def until(mark):
        text = b""
        while mark not in text:
            text += os.read(terminal, 4096)
        return text.decode()

    try:
        os.write(terminal, f". {setup} || exit\n".encode())
        until(b"<ready>")
        os.write(terminal, f"{line}\t".encode())
        said = until(b"<end>")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return [word for word in re.findall(r"<([^<>\r\n]+)>", said) if word != "end"]


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(Temporary):
    def offered(self, line):
        (self.folder / "_x-y").write_text(pages.zsh_completion(program()))
        return zsh_complete(self.folder, line)

    def test_offers_commands_and_then_theirs(self):
        self.assertEqual(self.offered("x-y "), ["model"])
        self.assertEqual(self.offered("x-y model s"), ["show"])

    def test_offers_the_options_of_the_command_alone(self):
        self.assertEqual(set(self.offered("x-y model show --")),
                         {"--help", "--device", "--size"})

    def test_offers_the_words_an_option_takes(self):
        for given in ("--device ", "--device=", "-d ", "-d"):
            self.assertEqual(self.offered(f"x-y model show {given}"), ["auto", "cpu"], given)

    def test_offers_no_second_name_of_what_is_given(self):
        self.assertEqual(set(self.offered("x-y model show -d cpu --")), {"--help", "--size"})

    def test_offers_files_elsewhere(self):
        (self.folder / "picture.png").touch()
        self.assertEqual(self.offered(f"x-y model show {self.folder}/pic"), ["picture.png"])
        self.assertEqual(self.offered(f"x-y model show --size {self.folder}/pic"), [])


class ManPage(unittest.TestCase):
    def test_has_everything_and_no_warning(self):
        text = pages.man_page(program(), TEMPLATE, "1.0-2", "/usr/share")
        self.assertIn(r"1.0\-2", text)
        for words in (r"\fB\-\-device\fR \fIauto|cpu\fR", "(default auto)", "(required)",
                      r"x\-y model show"):
            self.assertIn(words, text)
        man = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", "-"],
                             input=text, capture_output=True, encoding="utf-8", check=True)
        self.assertEqual(man.stderr, "")

    def test_takes_dots_and_backslashes_literally(self):
        self.assertEqual(pages.roff(".5 \\ of"), "\\&.5 \\e of")


class QtHelp(unittest.TestCase):
    HELP = """Usage: ./x [options] [GALLERY]
Finds it.

Options:
  -h, --help            Say this and end
  --kiosk-idle <SECONDS>
                        Seconds without
                        a key
  --demo                Open the demo

Arguments:
  GALLERY               Gallery file to open
"""

    def test_is_read_with_values_and_continued_lines(self):
        found = pages.read_description(self.HELP, "x")
        self.assertEqual([entry["names"] for entry in found["options"]],
                         [["-h", "--help"], ["--kiosk-idle"], ["--demo"], ["GALLERY"]])
        idle = found["options"][1]
        self.assertEqual((idle["value"], idle["description"]), ("SECONDS", "Seconds without a key"))
        self.assertTrue(found["options"][3]["positional"])

    def test_what_is_no_help_is_refused(self):
        with self.assertRaises(ValueError):
            pages.read_description("Segmentation fault\n", "x")


if __name__ == "__main__":
    unittest.main()
