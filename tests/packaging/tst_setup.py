#!/usr/bin/env python3
"""packaging/fetch.py and unpack.py against an index on localhost that can be made to misbehave."""

import contextlib
import hashlib
import http.server
import io
import json
import os
import pathlib
import sys
import tempfile
import threading
import unittest
import unittest.mock
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging"))
import fetch  # noqa: E402
import unpack  # noqa: E402

CONTENT = bytes(range(256)) * 4000
FILENAME = "thing-1.0-py3-none-any.whl"


class Server(http.server.ThreadingHTTPServer):
    """A simple index of one project with one file."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.json_pages = True
        self.ranges = True
        self.cut_after = []  # Bytes after which each coming download breaks off.
        self.statuses = []  # Answers of coming downloads instead of the file.
        self.requested_ranges = []
        self.authorizations = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, format, *args):  # noqa: A002
        pass

    def do_GET(self):
        self.server.authorizations.append(self.headers.get("Authorization"))
        if self.path == "/simple/thing/":
            self.answer_page()
        elif self.path == f"/files/{FILENAME}":
            self.answer_file()
        else:
            self.send_error(404)

    def answer_page(self):
        if self.server.json_pages:
            body = json.dumps({"files": [{"url": f"../../files/{FILENAME}"}]}).encode()
            kind = fetch.JSON_PAGE
        else:
            body = f'<a href="/files/{FILENAME}#sha256=0">{FILENAME}</a>'.encode()
            kind = "text/html"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_file(self):
        if self.server.statuses:
            self.send_error(self.server.statuses.pop(0))
            return
        first = 0
        wanted = self.headers.get("Range")
        self.server.requested_ranges.append(wanted)
        if wanted and self.server.ranges:
            first = int(wanted.removeprefix("bytes=").removesuffix("-"))
        body = self.server.content[first:]
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.cut_after:
            body = body[:self.server.cut_after.pop(0)]
        self.wfile.write(body)


class Quiet(unittest.TestCase):
    """A temporary folder, no waiting between attempts, messages kept off the terminal."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.messages = io.StringIO()
        redirection = contextlib.redirect_stderr(self.messages)
        redirection.__enter__()
        self.addCleanup(redirection.__exit__, None, None, None)
        patch = unittest.mock.patch("time.sleep")
        patch.start()
        self.addCleanup(patch.stop)


class Fetching(Quiet):
    def setUp(self):
        super().setUp()
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        digest = hashlib.sha256(CONTENT).hexdigest()
        self.entry = fetch.Locked("thing", "1.0", len(CONTENT), digest, FILENAME)
        self.target = self.folder / FILENAME
        self.part = self.folder / (FILENAME + ".part")

    def fetch(self, url=None):
        index = fetch.Index({"index-url": url or f"{self.server.url}/simple"})
        fetch.fetch(index, self.entry, self.folder)

    def assert_complete(self):
        self.assertEqual(self.target.read_bytes(), CONTENT)
        self.assertFalse(self.part.exists())

    def test_takes_the_file_from_a_json_page(self):
        self.fetch()
        self.assert_complete()

    def test_takes_the_file_from_an_html_page(self):
        self.server.json_pages = False
        self.fetch()
        self.assert_complete()

    def test_asks_for_nothing_when_the_file_is_there(self):
        self.target.write_bytes(CONTENT)
        self.fetch()
        self.assertEqual(self.server.requested_ranges, [])

    def test_replaces_a_file_of_other_content(self):
        self.target.write_bytes(b"x" * len(CONTENT))
        self.fetch()
        self.assert_complete()

    def test_continues_a_partial_file(self):
        self.part.write_bytes(CONTENT[:1000])
        self.fetch()
        self.assert_complete()
        self.assertEqual(self.server.requested_ranges, ["bytes=1000-"])

    def test_continues_after_each_broken_connection(self):
        self.server.cut_after = [10_000] * 20  # More often than failures without progress may be.
        self.fetch()
        self.assert_complete()
        self.assertEqual(len(self.server.requested_ranges), 21)

    def test_starts_again_where_the_server_ignores_ranges(self):
        self.part.write_bytes(CONTENT[:1000])
        self.server.ranges = False
        self.fetch()
        self.assert_complete()
        self.assertEqual(len(self.server.requested_ranges), 1)

    def test_drops_a_partial_file_of_other_content(self):
        self.part.write_bytes(b"x" * 1000)
        self.fetch()
        self.assert_complete()

    def test_drops_a_partial_file_that_is_too_long(self):
        self.part.write_bytes(CONTENT + b"x")
        self.fetch()
        self.assert_complete()

    def test_survives_server_errors(self):
        self.server.statuses = [503, 416, 500]
        self.part.write_bytes(CONTENT[:1000])
        self.fetch()
        self.assert_complete()

    def test_refuses_a_file_whose_hash_never_fits(self):
        self.server.content = b"y" * len(CONTENT)
        with self.assertRaisesRegex(fetch.FetchError, "SHA-256 does not fit"):
            self.fetch()
        self.assertFalse(self.target.exists())

    def test_gives_up_on_a_server_that_stays_broken(self):
        self.server.statuses = [500] * 100
        with self.assertRaisesRegex(fetch.FetchError, "500.*start again"):
            self.fetch()
        self.assertEqual(len(self.server.statuses), 100 - fetch.ATTEMPTS_WITHOUT_PROGRESS)

    def test_says_which_file_the_index_lacks(self):
        self.entry = fetch.Locked("thing", "2.0", 1, "0" * 64, "thing-2.0.whl")
        with self.assertRaisesRegex(fetch.FetchError, "no thing-2.0.whl"):
            self.fetch()

    def test_needs_room_on_the_disk(self):
        usage = unittest.mock.Mock(free=len(CONTENT) - 1)
        with unittest.mock.patch("shutil.disk_usage", return_value=usage):
            with self.assertRaisesRegex(fetch.FetchError, "free some space"):
                self.fetch()

    def test_sends_the_user_of_the_index_url_and_only_there(self):
        self.fetch(self.server.url.replace("http://", "http://anna:s%40fe@") + "/simple")
        self.assert_complete()
        self.assertEqual(self.server.authorizations, ["Basic YW5uYTpzQGZl"] * 2)


class Settings(Quiet):
    def test_the_environment_goes_before_the_files(self):
        config = self.folder / "pip.conf"
        config.write_text("[global]\nindex-url = http://file.invalid/simple/\n")
        with unittest.mock.patch.dict(os.environ, {"PIP_CONFIG_FILE": str(config)}):
            os.environ.pop("PIP_INDEX_URL", None)
            self.assertEqual(fetch.index_url(fetch.pip_settings()), "http://file.invalid/simple")
            os.environ["PIP_INDEX_URL"] = "http://variable.invalid/simple"
            self.assertEqual(fetch.index_url(fetch.pip_settings()), "http://variable.invalid/simple")

    def test_the_lock_files_of_the_project_can_be_read(self):
        packaging = pathlib.Path(fetch.__file__).parent
        names = [entry.name for lock in ("downloads.lock", "downloads-cuda.lock")
                 for entry in fetch.read_lock(packaging / lock)]
        self.assertIn("torch", names)
        self.assertEqual(len(names), len(set(names)))

    def test_a_broken_lock_file_is_refused_by_line(self):
        lock = self.folder / "broken.lock"
        lock.write_text("# comment\n\ntorch 2.0 12\n")
        with self.assertRaisesRegex(fetch.FetchError, "line 3"):
            fetch.read_lock(lock)


class Unpacking(Quiet):
    def wheel(self, version="2.0", extra=()):
        """A wheel of torch in small."""
        path = self.folder / f"torch-{version}.whl"
        names = ["torch/include/ATen/ATen.h", "torch/lib/libc10.so", "torch/lib/libtorch_cuda.so",
                 "torch/lib/libtorch_python.so", "torch/functional.py", "torch/version.py", *extra]
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, f"{name} {version}")
            record = "".join(f"{name},sha256=0,1\n" for name in names)
            archive.writestr(f"torch-{version}.dist-info/RECORD", record)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return path, fetch.Locked("torch", version, path.stat().st_size, digest, path.name)

    def unpacked(self):
        torch = self.folder / "deps" / "site" / "torch"
        return sorted(str(p.relative_to(torch)) for p in torch.rglob("*") if p.is_file())

    def unpack(self, wheel, with_cuda=False):
        unpack.unpack(wheel[1], wheel[0], self.folder / "deps", with_cuda)

    def test_takes_headers_and_libraries_alone(self):
        self.unpack(self.wheel())
        self.assertEqual(self.unpacked(), ["include/ATen/ATen.h", "lib/libc10.so", "version.py"])

    def test_adds_the_gpu_part_when_it_is_asked_for_later(self):
        self.unpack(self.wheel())
        self.unpack(self.wheel(), with_cuda=True)
        self.assertIn("lib/libtorch_cuda.so", self.unpacked())

    def test_repairs_a_damaged_file_after_an_interruption(self):
        self.unpack(self.wheel())
        library = self.folder / "deps" / "site" / "torch" / "lib" / "libc10.so"
        library.write_text("torch/lib/libc10.so 2.1")  # Same size, other content.
        (self.folder / "deps" / "stamps" / "torch.json").unlink()
        self.unpack(self.wheel())
        self.assertEqual(library.read_text(), "torch/lib/libc10.so 2.0")

    def test_removes_what_only_the_former_version_had(self):
        self.unpack(self.wheel("1.9", ["torch/include/old.h"]))
        self.assertIn("include/old.h", self.unpacked())
        self.unpack(self.wheel())
        self.assertEqual(self.unpacked(), ["include/ATen/ATen.h", "lib/libc10.so", "version.py"])
        self.assertFalse((self.folder / "deps" / "site" / "torch-1.9.dist-info").exists())


if __name__ == "__main__":
    unittest.main()
