#!/usr/bin/env python3
"""What cmake --install puts into a prefix: programs that run from there, and files a desktop takes.

tst_install.py BUILD CMAKE: the build folder, with everything built, and the cmake to install with.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import tst_pages

BUILD = pathlib.Path(sys.argv[1])
CMAKE = sys.argv[2]
PROGRAMS = ("descry", "descry-cli", "descry-demo-data")
# Nothing of the machine that built it may help the installed programs.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, encoding="utf-8",
                          env=ENVIRONMENT, **options).stdout


# One installation for all tests: the libraries are half a gigabyte.
FOLDER = tempfile.TemporaryDirectory(dir=BUILD)
HOME = pathlib.Path(FOLDER.name)
PREFIX = HOME / "usr"


def setUpModule():
    subprocess.run([CMAKE, "--install", BUILD, "--prefix", PREFIX], check=True,
                   stdout=subprocess.DEVNULL)
    unittest.addModuleCleanup(FOLDER.cleanup)


def program(name):
    return PREFIX / "bin" / name


class Programs(unittest.TestCase):
    def test_take_libtorch_from_the_prefix_and_miss_nothing(self):
        for name in PROGRAMS:
            found = run("ldd", program(name))
            self.assertNotIn("not found", found)
            for library in ("libtorch_cpu.so", "libc10.so", "libcudart.so.13", "libcupti.so.13"):
                for path in re.findall(rf"{re.escape(library)} => (\S+)", found):
                    self.assertEqual(pathlib.Path(path).resolve().parent,
                                     (PREFIX / "lib/descry").resolve())
        self.assertIn("libtorch_cpu.so", run("ldd", program("descry")))

    def test_keep_no_path_of_the_machine_that_built_them(self):
        for name in PROGRAMS:
            dynamic = run("readelf", "-d", program(name))
            for path in re.findall(r"R(?:UN)?PATH\).*\[(.*)\]", dynamic):
                self.assertEqual(path, "$ORIGIN/../lib/descry")

    def test_say_their_version(self):
        for name in PROGRAMS:
            self.assertRegex(run(program(name), "--version"), r"\d+\.\d+\.\d+")

    def test_search_the_installed_demo(self):
        demo = PREFIX / "share/descry/demo"
        cli = program("descry-cli")
        gallery = HOME / "demo.descry"
        run(cli, "gallery", "create", gallery)
        run(cli, "gallery", "index", gallery, demo / "gallery/dataset.json", "--images",
            demo / "gallery", "--metadata", demo / "gallery/metadata.csv", "--bundle", demo / "bundle")
        answer = json.loads(run(cli, "search", gallery, "a man in a red jacket", "--bundle",
                                demo / "bundle", "--top", "5", "--json"))
        self.assertEqual(len(answer["candidates"]), 5)
        self.check_mime_type(gallery)

    def check_mime_type(self, gallery):
        """A gallery is known by its content, whatever it is called."""
        mime = PREFIX / "share/mime"
        subprocess.run(["update-mime-database", mime], check=True, capture_output=True)
        text = xml.etree.ElementTree.parse(mime / "packages/descry.xml")
        space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
        outer = text.find(".//m:magic/m:match", space)
        inner = outer.find("m:match", space)
        content = gallery.read_bytes()
        for match in (outer, inner):
            value = match.get("value").encode().decode("unicode_escape").encode("latin-1")
            place = int(match.get("offset"))
            self.assertEqual(content[place:place + len(value)], value)

    def test_the_vocabulary_lies_where_the_programs_look(self):
        folder = PREFIX / "share/descry/vocab"
        self.assertTrue((folder / "bert-base-uncased-vocab.txt").is_file())
        self.assertIn("Apache", (folder / "LICENSE").read_text())


class Desktop(unittest.TestCase):
    def test_the_desktop_entry_is_valid_and_names_what_is_installed(self):
        entry = PREFIX / "share/applications/descry.desktop"
        run("desktop-file-validate", entry)
        text = entry.read_text()
        self.assertIn("Exec=descry %f\n", text)
        self.assertIn("MimeType=application/x-descry-gallery;", text)
        self.assertTrue((PREFIX / "share/icons/hicolor/scalable/apps/descry.svg").is_file())

    def test_the_metainfo_is_valid(self):
        run("appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info",
            PREFIX / "share/metainfo/descry.metainfo.xml")

    def test_the_metainfo_names_this_version(self):
        version = run(program("descry-cli"), "--version").strip()
        root = xml.etree.ElementTree.parse(PREFIX / "share/metainfo/descry.metainfo.xml")
        self.assertEqual(root.find("releases/release").get("version"), version)


class Pages(unittest.TestCase):
    def test_man_pages_have_no_warnings(self):
        for name in PROGRAMS:
            page = PREFIX / f"share/man/man1/{name}.1"
            man = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                                 check=True, capture_output=True, encoding="utf-8", env=ENVIRONMENT)
            self.assertEqual(man.stderr, "", name)
            self.assertNotIn("@", page.read_text())

    def commands(self):
        """Each command of descry-cli as its words, read from --help as a user reads it."""
        waiting = [()]
        while waiting:
            path = waiting.pop()
            text = run(program("descry-cli"), *path, "--help")
            yield path, text
            inner = text.split("Subcommands:\n")[1:]
            waiting += [path + (word,) for block in inner
                        for word in re.findall(r"^  ([a-z][\w-]*)", block, re.MULTILINE)]

    def check_completion(self, name, path, text):
        script = PREFIX / "share/bash-completion/completions" / name
        zsh = (PREFIX / f"share/zsh/vendor-completions/_{name}").read_text()
        man = (PREFIX / f"share/man/man1/{name}.1").read_text()
        offered = tst_pages.complete(script, name, [*path, "-"])
        listed = re.findall(r"^ +(?:-\w, ?)?(--[\w-]+)", text, re.MULTILINE)
        self.assertIn("--help", listed)
        for option in listed:
            self.assertIn(option, offered, f"{name} {' '.join(path)}")
            self.assertRegex(zsh, rf"{option}=?\[")
            self.assertIn(option.replace("-", r"\-"), man)

    def test_every_command_and_option_of_help_is_completed(self):
        paths = []
        for path, text in self.commands():
            self.check_completion("descry-cli", path, text)
            paths.append(path)
        self.assertIn(("gallery", "index"), paths)
        script = PREFIX / "share/bash-completion/completions/descry-cli"
        for path in paths[1:]:
            self.assertIn(path[-1], tst_pages.complete(script, "descry-cli", [*path[:-1], path[-1]]))
        for name in ("descry", "descry-demo-data"):
            self.check_completion(name, (), run(program(name), "--help"))

    def test_every_command_and_option_says_what_it_is(self):
        for command in json.loads(run(program("descry-cli"), "--describe"))["commands"]:
            self.assertTrue(command["description"], command["name"])
            for option in command["options"]:
                self.assertTrue(option["description"], f"{command['name']} {option['names']}")

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_completions(self):
        for script in (PREFIX / "share/zsh/vendor-completions").iterdir():
            run("zsh", "-n", script)


class Licences(unittest.TestCase):
    def test_of_all_that_is_shipped_are_there(self):
        folder = PREFIX / "share/doc/descry"
        self.assertTrue((folder / "copyright").is_file())
        for name in ("libtorch/LICENSE", "nvidia-cuda/License.txt", "sentencepiece/LICENSE",
                     "sentencepiece/LICENSE.protobuf-lite", "libsqlitecpp-dev", "nlohmann-json3-dev",
                     "libcli11-dev", "libspdlog-dev", "libfmt-dev"):
            self.assertGreater((folder / "licences" / name).stat().st_size, 500, name)

    def test_everything_can_be_read_by_everybody(self):
        for path in PREFIX.rglob("*"):
            mode = path.stat().st_mode & 0o777
            is_program = path.parent in (PREFIX / "bin", PREFIX / "lib/descry")
            self.assertEqual(mode, 0o755 if path.is_dir() or is_program else 0o644, path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
