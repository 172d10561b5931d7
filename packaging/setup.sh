#!/bin/bash
# Sets up a Debian 12 machine to build Descry: installs missing packages, downloads the pinned files of
# downloads.lock into .deps/ and builds sentencepiece there. Every step is skipped once done and
# continued when it was interrupted; a second run needs neither network nor root.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/setup.sh [--cuda | --cpu] [--fuzz] [--footage] [--package]

  --cuda     also LibTorch's GPU part and NVIDIA's libraries (2.1 GB more); taken by itself where
             an NVIDIA driver is present
  --cpu      without them, whatever is present
  --fuzz     also clang and an instrumented sentencepiece, for packaging/fuzz.sh
  --footage  also the sample video of Debian's opencv-doc, for the slow tests
  --package  also what packaging/package.sh and packaging/check_package.sh need

Set DESCRY_DEPS_DIR to use another folder than .deps/ of the checkout. The package index is the one
pip is configured with (PIP_INDEX_URL, pip.conf).
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packaging=$root/packaging
deps=${DESCRY_DEPS_DIR:-$root/.deps}
# Debian's own Python: another one first in PATH may be of any age.
python=/usr/bin/python3
footage_sha256=45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf

cuda=auto
sections=(build)
fuzz=no
footage=no
for argument in "$@"; do
    case $argument in
        --cuda) cuda=yes ;;
        --cpu) cuda=no ;;
        --fuzz)
            fuzz=yes
            sections+=(fuzz)
            ;;
        --footage) footage=yes ;;
        --package) sections+=(package) ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo; run as root: $*"
    fi
}

listed_packages() {  # SECTION: the packages of that section of debian-packages.txt
    awk -v wanted="[$1]" '/^\[/ { current = $1; next }
        /^[^#]/ && current == wanted { print $1 }' "$packaging/debian-packages.txt"
}

missing_packages() {
    local section installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" { print $2 }')
    for section in "${sections[@]}"; do
        listed_packages "$section"
    done | sort -u | grep -vxF -f <(printf '%s\n' "$installed") || true
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=5 "$@"
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -gt 0 ]] || return 0
    command -v apt-get >/dev/null || die "not a Debian system; Descry needs: ${missing[*]}"
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    # An installation that was interrupted is finished first.
    [[ -z $(dpkg --audit) ]] || as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a
    apt update
    apt install --no-install-recommends "${missing[@]}"
}

has_nvidia_driver() {
    [[ -e /proc/driver/nvidia/version ]] || ldconfig -p 2>/dev/null | grep -q 'libcuda\.so\.1'
}

# The GPU part is taken where a driver is present and kept where it was once asked for.
decide_cuda() {
    if [[ $cuda == auto ]]; then
        cuda=no
        if [[ -f $deps/stamps/cuda ]] || has_nvidia_driver; then
            cuda=yes
        fi
    fi
    lock_files=("$packaging/downloads.lock")
    unpack_options=()
    if [[ $cuda == yes ]]; then
        lock_files+=("$packaging/downloads-cuda.lock")
        unpack_options+=(--cuda)
    fi
}

# What the content of .deps/ follows from; as long as it stays the same there is nothing to do.
inputs_digest() {
    cat "$packaging"/{setup.sh,fetch.py,unpack.py} "$packaging"/notices/*/* \
        "${lock_files[@]}" | sha256sum
}

is_set_up() {
    [[ -f $deps/stamps/set-up && $(<"$deps/stamps/set-up") == "$(inputs_digest)" &&
        -f $deps/site/torch/lib/libtorch_cpu.so && -f $deps/sentencepiece/stamp &&
        -f $deps/vocab/bert-base-uncased-vocab.txt ]]
}

build_sentencepiece() {  # FOLDER CMAKE-OPTION...: builds it into that folder of .deps/
    local version sha256 file build=$deps/build/$1 target=$deps/$1
    read -r _ version _ sha256 file < <(grep '^sentencepiece ' "$packaging/downloads.lock")
    [[ ! -f $target/stamp || $(<"$target/stamp") != "$sha256" ]] || return 0
    say "Building $1 $version (a minute or two)"
    rm -rf "$build" "$target.new"
    mkdir -p "$build"
    tar -xzf "$deps/downloads/$file" -C "$build" --no-same-owner
    # Static and hidden, so that its own protobuf stays apart from the one OpenCV brings.
    if ! {
        cmake -S "$build/sentencepiece-$version/sentencepiece" -B "$build/out" -G Ninja \
            -DCMAKE_BUILD_TYPE=Release -DSPM_ENABLE_SHARED=OFF \
            -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_CXX_VISIBILITY_PRESET=hidden \
            -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "${@:2}" &&
            cmake --build "$build/out" --target sentencepiece-static sentencepiece_train-static &&
            install -D -m 644 -t "$target.new/lib" "$build"/out/src/libsentencepiece*.a &&
            install -D -m 644 -t "$target.new/include" \
                "$build/sentencepiece-$version"/sentencepiece/src/sentencepiece_{processor,trainer}.h
    } >"$build/log" 2>&1; then
        tail -n 30 "$build/log" >&2
        die "sentencepiece does not build; the whole log is $build/log"
    fi
    echo "$sha256" >"$target.new/stamp"
    rm -rf "$target"
    mv "$target.new" "$target"
    rm -rf "$build"
}

# The fuzzer sees into the library only where it is instrumented as well.
build_instrumented_sentencepiece() {
    local flags="-fsanitize=address,fuzzer-no-link -fno-omit-frame-pointer"
    build_sentencepiece sentencepiece-fuzz -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16 \
        -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS_RELEASE="-O1"
}

download_package() {  # NAME FOLDER
    (cd "$2" && apt-get -q -o Acquire::Retries=5 -o APT::Sandbox::User="$(id -un)" download "$1")
}

fetch_footage() {
    local video=$deps/footage/vtest.avi work=$deps/build/footage
    if [[ -f $video ]] && sha256sum "$video" | grep -q "^$footage_sha256 "; then
        return 0
    fi
    say "Fetching the sample video (96 MB)"
    rm -rf "$work"
    mkdir -p "$work" "$deps/footage"
    if ! download_package opencv-doc "$work"; then
        apt update
        download_package opencv-doc "$work" || die "apt-get cannot download opencv-doc"
    fi
    dpkg -x "$work"/opencv-doc_*.deb "$work/root"
    mv "$work/root/usr/share/doc/opencv-doc/examples/data/vtest.avi" "$work"
    echo "$footage_sha256  $work/vtest.avi" | sha256sum --check --quiet ||
        die "this opencv-doc holds another video than the one the tests know"
    mv "$work/vtest.avi" "$video"
    rm -rf "$work"
}

prepare_deps() {
    if [[ $cuda == yes ]]; then
        say "Taking LibTorch's GPU part too (--cpu leaves it out)"
    fi
    "$python" -B "$packaging/fetch.py" --into "$deps/downloads" "${lock_files[@]}"
    "$python" -B "$packaging/unpack.py" --from "$deps/downloads" --deps "$deps" \
        "${unpack_options[@]}" "${lock_files[@]}"
    build_sentencepiece sentencepiece
    rm -f "$deps/stamps/cuda"
    [[ $cuda == no ]] || touch "$deps/stamps/cuda"
    inputs_digest >"$deps/stamps/set-up.new"
    mv "$deps/stamps/set-up.new" "$deps/stamps/set-up"
    say "Set-up is complete"
}

install_packages
mkdir -p "$deps/stamps"
exec 9>"$deps/lock"
flock --nonblock 9 || { say "Waiting for another set-up of $deps"; flock 9; }
decide_cuda
is_set_up || prepare_deps
[[ $fuzz == no ]] || build_instrumented_sentencepiece
[[ $footage == no ]] || fetch_footage
