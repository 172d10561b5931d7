#!/bin/bash
# Installs a Debian package of Descry in a bare Debian 12, uses it there, removes it, and sees that
# nothing is left. Needs root, debootstrap and the package index that apt is configured with.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: packaging/check_package.sh DEB [FOLDER]

DEB is what packaging/package.sh made. FOLDER (default build/package-root) gets a Debian of about
1.5 GB; it is kept for the next check and may be deleted.
TEXT
}

case ${1:-} in
    -h | --help) usage; exit 0 ;;
    '') usage >&2; exit 2 ;;
esac
[[ $(id -u) == 0 ]] || { echo "error: a root folder can only be made by root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "error: debootstrap is not installed" >&2; exit 1; }
deb=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(realpath -m "${2:-build/package-root}")

say() { printf '%s\n' "=== $*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
in_root=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
    DEBIAN_FRONTEND=noninteractive)
inside() { "${in_root[@]}" "$@"; }
# Nothing in this folder is worth waiting for the disk.
apt() { inside apt-get -q -q -y -o Dpkg::Options::=--force-unsafe-io "$@"; }

# For the window: a user without rights, in a home of its own.
nobody=65534:65534
home=/tmp/home

mounted=()
started=()
leave() {
    local index
    [[ ${#started[@]} == 0 ]] || kill "${started[@]}" 2>/dev/null || true
    for ((index = ${#mounted[@]} - 1; index >= 0; --index)); do
        umount "${mounted[index]}" || umount --lazy "${mounted[index]}" || true
    done
}
trap leave EXIT

# The way to the package index is this machine's: name service, certificates, apt's settings.
lend_network() {
    local path
    for path in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
        [[ -e $path ]] || continue
        mkdir -p "$root$(dirname "$path")"
        cp --dereference --remove-destination "$path" "$root$path"
    done
    rm -rf "$root"/etc/apt/{sources.list,sources.list.d,apt.conf.d}
    cp -a /etc/apt/. "$root/etc/apt/"
    cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/" 2>/dev/null || true
    # Certificates that apt's settings name elsewhere.
    apt-config dump | sed -n 's/^Acquire::https.*::CaInfo "\(.*\)";$/\1/p' | while read -r path; do
        [[ -f $path ]] && install -D -m 644 "$path" "$root$path"
    done
}

mirror() {
    local lists
    mapfile -t lists < <(find /etc/apt -name '*.list' -o -name '*.sources')
    awk '/^deb / { for (i = 2; i <= NF; ++i) if ($i ~ /^https?:/) { print $i; exit } }
         /^URIs:/ { print $2; exit }' "${lists[@]}" | head -n 1
}

# Those of its own: the machine's /dev is not lent.
make_devices() {
    local name minor
    mount -t tmpfs -o mode=755 tmpfs "$root/dev"
    mounted+=("$root/dev")
    mkdir -m 1777 "$root/dev/shm"
    while read -r name minor; do
        mknod -m 666 "$root/dev/$name" c 1 "$minor"
    done <<<$'null 3\nzero 5\nfull 7\nrandom 8\nurandom 9'
    ln -s /proc/self/fd "$root/dev/fd"
}

make_root() {
    if [[ ! -f $root/.whole ]]; then
        say "Making a bare Debian 12 in $root"
        rm -rf "$root"
        debootstrap --variant=minbase bookworm "$root" "$(mirror)" >"$root.log" 2>&1 ||
            { tail -n 20 "$root.log" >&2; die "debootstrap failed; its log is $root.log"; }
        touch "$root/.whole"
    fi
    mount -t proc proc "$root/proc"
    mounted+=("$root/proc")
    make_devices
    lend_network
    apt update
    apt --no-install-recommends install xvfb >/dev/null
}

# What the programs wrote where they were told to.
remove_traces_of_use() { rm -rf "$root$home" "$root"/root/.{local,config,cache} "$root"/tmp/demo.descry*; }

files_of_root() { (cd "$root" && find . -xdev -path ./proc -prune -o -path ./var/cache -prune -o \
    -path ./var/lib/dpkg -prune -o -path ./var/lib/apt -prune -o -path ./var/log -prune -o \
    -path ./tmp -prune -o -print | sort); }

check_programs() {
    local demo=/usr/share/descry/demo
    say "Programs"
    [[ $(inside descry-cli --version) == [0-9]* ]] || die "descry-cli does not say its version"
    [[ $(inside descry --version) == "descry "* ]] || die "descry does not say its version"
    inside descry-demo-data --help >/dev/null || die "descry-demo-data does not start"
    inside descry-cli device
    say "A search on the demo gallery"
    inside descry-cli gallery create /tmp/demo.descry
    inside descry-cli gallery index /tmp/demo.descry "$demo/gallery/dataset.json" \
        --images "$demo/gallery" --metadata "$demo/gallery/metadata.csv" --bundle "$demo/bundle"
    inside descry-cli search /tmp/demo.descry "a woman in a red jacket with a backpack" \
        --bundle "$demo/bundle" --top 3
}

has_demo_gallery() {
    [[ -n $(find "$root$home" -name '*.descry' -size +100k 2>/dev/null) ]]
}

# The window on a display of its own, as somebody who may write nothing but a home: the gallery it makes
# of the demo shows that the model was loaded. It must not end before it is told to.
check_window() {
    local log=$root.window.log window display code=0 seconds
    say "The window"
    install -d -m 700 -o "${nobody%:*}" -g "${nobody#*:}" "$root$home"
    : >"$root.display"
    "${in_root[@]}" Xvfb -displayfd 3 3>"$root.display" >/dev/null 2>&1 &
    started+=($!)
    for ((seconds = 0; seconds < 60; ++seconds)); do
        display=$(<"$root.display")
        [[ -z $display ]] || break
        sleep 1
    done
    [[ -n $display ]] || die "Xvfb does not start"
    chroot --userspec="$nobody" "${in_root[@]:1}" HOME="$home" DISPLAY=":$display" descry --demo \
        >"$log" 2>&1 &
    window=$!
    started+=("$window")
    for ((seconds = 0; seconds < 300; ++seconds)); do
        if has_demo_gallery || ! kill -0 "$window" 2>/dev/null; then break; fi
        sleep 1
    done
    sleep 3
    kill "$window" 2>/dev/null || true
    wait "$window" || code=$?
    [[ $code == 143 ]] || { cat "$log" >&2; die "descry ended by itself, with $code"; }
    has_demo_gallery || { cat "$log" >&2; die "descry --demo made no gallery in 5 minutes"; }
}

make_root
# A check that was interrupted may have left one.
inside dpkg --purge descry >/dev/null 2>&1 || true
remove_traces_of_use
files_of_root >"$root.before"

say "Installing $(basename "$deb")"
cp "$deb" "$root/tmp/descry.deb"
apt --no-install-recommends install /tmp/descry.deb >"$root.apt.log" 2>&1 ||
    { cat "$root.apt.log" >&2; die "apt does not install it"; }
inside dpkg --verify descry || die "files are not as in the package"
check_programs
check_window

say "Removing it"
inside dpkg --listfiles descry | sort >"$root.list"
apt --purge --autoremove remove descry >"$root.apt.log" 2>&1 ||
    { cat "$root.apt.log" >&2; die "apt does not remove it"; }
remove_traces_of_use
files_of_root >"$root.after"
left=$(comm -13 "$root.before" "$root.after" | grep -i descry || true)
[[ -z $left ]] || die "left behind: $left"
say "Installed, used and removed without a trace."
