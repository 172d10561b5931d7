#!/usr/bin/env python3
"""Downloads the files of lock files from the Python package index, whichever pip is configured with.

    fetch.py --into DIR LOCK...

A file that is there already is kept if its SHA-256 fits. A partial one (FILE.part) is continued by
an HTTP range request. What is complete is hashed, and only then gets its name. Standard library
alone; pip is only asked for its settings.
"""

import argparse
import ast
import base64
import dataclasses
import hashlib
import html.parser
import http.client
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ATTEMPTS_WITHOUT_PROGRESS = 6
TIMEOUT_S = 60
CHUNK_BYTES = 1 << 20
LOG_STEP_BYTES = 20_000_000
JSON_PAGE = "application/vnd.pypi.simple.v1+json"
NETWORK_ERRORS = (OSError, http.client.HTTPException)


class FetchError(Exception):
    """Something the user has to know; printed without a traceback."""


@dataclasses.dataclass(frozen=True)
class Locked:
    """A line of a lock file: the project's name on the index, its version and the exact file."""

    name: str
    version: str
    size: int
    sha256: str
    filename: str


def read_lock(path):
    """The entries of a lock file, in order."""
    entries = []
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("#", 1)[0].split()
        if not fields:
            continue
        if len(fields) != 5 or len(fields[3]) != 64 or "/" in fields[4]:
            raise FetchError(f"{path}, line {number}: not 'name version bytes sha256 file'")
        entries.append(Locked(fields[0], fields[1], int(fields[2]), fields[3], fields[4]))
    return entries


def pip_settings():
    """What pip's configuration files and PIP_ variables say, without the section."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise FetchError(f"pip does not work ({listed.stderr.strip()}): install python3-pip")
    settings = {}
    for line in listed.stdout.splitlines():
        key, separator, value = line.partition("=")
        section, _, option = key.rpartition(".")
        # A variable goes before a file, and a section of one command before the global one.
        rank = {":env:": 3, "download": 2, "install": 1, "global": 0}.get(section, -1)
        if separator and rank >= settings.get(option, (-1, ""))[0]:
            settings[option] = (rank, str(ast.literal_eval(value)))
    return {option: value for option, (_, value) in settings.items()}


def index_url(settings):
    """The simple index pip would use."""
    configured = settings.get("index-url")
    if configured:
        return configured.rstrip("/")
    try:
        from pip._internal.models.index import PyPI
    except ImportError as error:
        raise FetchError("pip names no index: set PIP_INDEX_URL") from error
    return PyPI.simple_url.rstrip("/")


class LinkPage(html.parser.HTMLParser):
    """The links of an index page that is not JSON."""

    def __init__(self):
        super().__init__()
        self.links = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)


class Index:
    """A simple package index: finds the address of a locked file and opens it."""

    def __init__(self, settings):
        parts = urllib.parse.urlsplit(index_url(settings))
        host = parts.netloc.rpartition("@")[2]
        self.base = urllib.parse.urlunsplit(parts._replace(netloc=host))
        self.host = host
        self.authorization = None
        if parts.username is not None:
            user = urllib.parse.unquote(parts.username)
            password = urllib.parse.unquote(parts.password or "")
            token = base64.b64encode(f"{user}:{password}".encode()).decode()
            self.authorization = f"Basic {token}"
        certificates = settings.get("cert") or os.environ.get("SSL_CERT_FILE")
        handlers = [urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=certificates or None))]
        if settings.get("proxy"):
            proxy = settings["proxy"]
            handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
        self.opener = urllib.request.build_opener(*handlers)

    def open(self, url, headers):
        request = urllib.request.Request(url, headers={"User-Agent": "descry-setup", **headers})
        if self.authorization and urllib.parse.urlsplit(url).netloc == self.host:
            request.add_unredirected_header("Authorization", self.authorization)
        return self.opener.open(request, timeout=TIMEOUT_S)

    def address(self, entry):
        """Where the index says the file is."""
        page = f"{self.base}/{entry.name}/"
        with self.open(page, {"Accept": f"{JSON_PAGE}, text/html;q=0.5"}) as answer:
            body = answer.read()
            is_json = answer.headers.get_content_type() == JSON_PAGE
            page = answer.url
        if is_json:
            links = [file["url"] for file in json.loads(body)["files"]]
        else:
            parser = LinkPage()
            parser.feed(body.decode("utf-8", "replace"))
            links = parser.links
        for link in links:
            address = urllib.parse.urljoin(page, link).partition("#")[0]
            name = urllib.parse.unquote(urllib.parse.urlsplit(address).path.rpartition("/")[2])
            if name == entry.filename:
                return address
        raise FetchError(f"the package index has no {entry.filename}; put the file into the download "
                         "folder by hand, or point PIP_INDEX_URL at an index that has it")


class Progress:
    """One line on a terminal; in a log a line per tenth, but none for less than LOG_STEP_BYTES."""

    def __init__(self, label, total, resumed):
        self.label = label
        self.total = total
        self.resumed = resumed
        self.started = time.monotonic()
        self.shown_at = 0.0
        self.next_logged = max(total // 10, LOG_STEP_BYTES)
        self.terminal = sys.stderr.isatty()

    def show(self, done):
        now = time.monotonic()
        if self.terminal:
            if now - self.shown_at >= 0.2 or done == self.total:
                self.shown_at = now
                print(f"\r\033[K{self.text(done, now)}", end="", file=sys.stderr, flush=True)
        elif done >= min(self.next_logged, self.total):
            self.next_logged = done + max(self.total // 10, LOG_STEP_BYTES)
            print(self.text(done, now), file=sys.stderr, flush=True)

    def text(self, done, now):
        text = f"  {self.label}: {done / 1e6:.0f} of {self.total / 1e6:.0f} MB"
        elapsed = now - self.started
        if elapsed < 0.5 or done <= self.resumed or done >= self.total:
            return text
        rate = (done - self.resumed) / elapsed
        return f"{text}, {rate / 1e6:.1f} MB/s, {(self.total - done) / rate:.0f} s left"

    def end(self):
        if self.terminal:
            print(file=sys.stderr)


def file_sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def is_complete(path, entry):
    return (path.is_file() and path.stat().st_size == entry.size
            and file_sha256(path) == entry.sha256)


def append_range(index, address, part, entry):
    """One request: continues `part` as far as the connection lasts."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with index.open(address, headers) as answer:
        if have and answer.status != 206:
            have = 0  # This server does not continue files: it sends the whole one again.
        progress = Progress(entry.filename, entry.size, have)
        with open(part, "ab" if have else "wb") as file:
            try:
                while have < entry.size and (chunk := answer.read1(CHUNK_BYTES)):
                    file.write(chunk)
                    have += len(chunk)
                    progress.show(min(have, entry.size))
            finally:
                progress.end()


def fetch(index, entry, folder):
    """Leaves folder/entry.filename complete, whatever it takes; raises FetchError."""
    target = folder / entry.filename
    if is_complete(target, entry):
        return
    part = folder / (entry.filename + ".part")
    room = shutil.disk_usage(folder).free
    missing = entry.size - (part.stat().st_size if part.exists() else 0)
    if room < missing:
        raise FetchError(f"{entry.filename} needs {missing / 1e6:.0f} MB, but {folder} has "
                         f"{room / 1e6:.0f} MB left: free some space and start again")
    failures = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        if before >= entry.size:
            if is_complete(part, entry):
                os.replace(part, target)
                return
            part.unlink()
            before = 0
            failures += 1
            reason = "its SHA-256 does not fit"
        else:
            try:
                append_range(index, index.address(entry), part, entry)
                reason = "the connection ended early"
            except urllib.error.HTTPError as error:
                reason = f"the server answered {error.code} {error.reason}"
                if error.code == 416 and part.exists():
                    part.unlink()
            except NETWORK_ERRORS as error:
                reason = str(error) or type(error).__name__
            after = part.stat().st_size if part.exists() else 0
            if after >= entry.size:
                continue
            failures = 0 if after > before else failures + 1
        if failures >= ATTEMPTS_WITHOUT_PROGRESS:
            raise FetchError(f"{entry.filename}: {reason}. What arrived is kept; start again to "
                             "continue. The index is the one pip is configured with.")
        delay = min(30, 2 ** failures)
        print(f"  {entry.filename}: {reason}; trying again in {delay} s", file=sys.stderr)
        time.sleep(delay)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--into", required=True, type=pathlib.Path, help="download folder")
    parser.add_argument("lock", nargs="+", help="lock file")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    entries = [entry for lock in arguments.lock for entry in read_lock(lock)]
    missing = [e for e in entries if not is_complete(arguments.into / e.filename, e)]
    if not missing:
        return
    total = sum(entry.size for entry in missing)
    print(f"Downloading {len(missing)} files, {total / 1e6:.0f} MB", file=sys.stderr)
    index = Index(pip_settings())
    for entry in missing:
        fetch(index, entry, arguments.into)


if __name__ == "__main__":
    try:
        main()
    except FetchError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
