#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Gets the programs that the tests run as guests, where they are not on this machine: Debian's or Ubuntu's packages and what
# they depend on, checked by apt, unpacked into a directory, never installed. Prints that directory on standard output (an
# empty line if there is none), words about progress on standard error. Always succeeds: a test whose program is missing
# says so itself.
#
#   integration-tests/guests.sh [--no-install]      no 'apt-get update' either
#
# What it writes: $XDG_CACHE_HOME/boxer/guests/<hash of packages and release>; for root /var/cache/boxer/guests/<hash>, since
# some programs give up root and could not read root's home directory.
set -uo pipefail

# program:package
readonly programs=(redis-server:redis-server redis-cli:redis-tools redis-benchmark:redis-tools nginx:nginx memcached:memcached
    postgres:postgresql python3:python3 node:nodejs curl:curl sshd:openssh-server ssh:openssh-client ssh-keygen:openssh-client
    ip:iproute2 nft:nftables wrk:wrk etcd:etcd-server etcdctl:etcd-client musl-gcc:musl-tools)
# needed to configure a machine, not to run these programs; the C library is the machine's own
readonly unwanted='^(perl|perl-.*|libperl.*|lib.*-perl|dpkg|ucf|debconf|systemd.*|libsystemd-shared|dbus.*|libpam-systemd|adduser|passwd|init-system-helpers|ssl-cert|logrotate|cron.*|lsb-base|sysvinit.*|ca-certificates|openssl|locales|libc6.*|libc-bin|libc-dev-bin|linux-.*|gcc-.*-base|base-.*|runit-helper|ncurses-.*|tzdata-.*)$'
readonly limit_seconds=300

say() { printf '%s\n' "$*" >&2; }

nothing() { # $1: why
    say "programs for the tests of guests: $1; the tests that need $(missing_programs) will be skipped"
    printf '\n'
    exit 0
}

is_here() {
    PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null && return
    [[ $1 == postgres ]] && compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null
}

missing() { # $1: program or package
    local pair
    for pair in "${programs[@]}"; do
        is_here "${pair%:*}" || case "$1" in program) printf '%s\n' "${pair%:*}" ;; package) printf '%s\n' "${pair#*:}" ;; esac
    done | sort -u
}

missing_programs() { missing program | paste -sd ' '; }

has_candidate() { [[ "$(apt-cache policy "$1" 2>/dev/null)" == *"Candidate: "[^\(]* ]]; }

as_root() { # runs the words as root, or fails
    if (($(id -u) == 0)); then "$@"; else command -v sudo >/dev/null && sudo -n "$@" 2>/dev/null; fi
}

# name=version of what these packages need and this machine lacks
closure() {
    apt-get -qq -o Debug::NoLocking=1 --no-install-recommends --no-remove -y --print-uris install "$@" 2>>"$log" </dev/null |
        awk '{ split($2, part, "_"); gsub("%3a", ":", part[2]); print part[1] "=" part[2] }' |
        awk -F= -v unwanted="$unwanted" '$1 !~ unwanted'
}

fetch() { # into $1, the packages behind it
    local into="$1" started=$SECONDS wanted=() package debs
    shift
    for package in "$@"; do
        if has_candidate "$package"; then wanted+=("$package"); else say "  apt knows no package $package"; fi
    done
    ((${#wanted[@]} > 0)) || return 1
    mapfile -t debs < <(closure "${wanted[@]}")
    ((${#debs[@]} > 0)) || return 1
    say "getting ${wanted[*]} for the tests of guests (${#debs[@]} packages, unpacked into the cache, not installed)"
    mkdir -p "$into/debs" && cd "$into/debs" || return 1
    timeout "$limit_seconds" apt-get -q -o APT::Sandbox::User=root -o Acquire::Retries=2 download "${debs[@]}" >>"$log" 2>&1 </dev/null ||
        return 1
    for package in *.deb; do
        dpkg -x "$package" "$into" >>"$log" 2>&1 || return 1
    done
    cd / && rm -rf "$into/debs"
    say "  done in $((SECONDS - started)) s"
}

main() {
    local packages base hash
    mapfile -t packages < <(missing package)
    if ((${#packages[@]} == 0)); then
        printf '\n'
        exit 0
    fi
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || nothing "this is not Debian or Ubuntu"
    base="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/boxer/guests"
    (($(id -u) != 0)) || base=/var/cache/boxer/guests
    hash="$(cat /etc/os-release <(dpkg --print-architecture) <(printf '%s\n' "${packages[@]}") "${BASH_SOURCE[0]}" | sha256sum | cut -c 1-16)"
    readonly directory="$base/$hash"
    readonly log="$base/$hash.log"
    mkdir -p "$base" || nothing "$base cannot be made"
    exec 9>"$base/lock"
    flock 9
    if [[ ! -e $directory/whole ]]; then
        : >"$log"
        if ! has_candidate redis-server && [[ ${1:-} != --no-install ]]; then
            say "apt has no package lists: apt-get update"
            as_root timeout "$limit_seconds" apt-get -q update >>"$log" 2>&1 </dev/null || nothing "apt-get update failed, see $log"
        fi
        rm -rf "$directory" "$directory.next"
        mkdir -p "$directory.next"
        chmod 755 "$directory.next"
        if ! fetch "$directory.next" "${packages[@]}"; then
            rm -rf "$directory.next"
            nothing "the packages ${packages[*]} could not be had, see $log"
        fi
        touch "$directory.next/whole"
        mv "$directory.next" "$directory"
    fi
    printf '%s\n' "$directory"
}

main "$@"
