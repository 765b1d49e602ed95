#!/bin/sh
# Makes .venv and installs what the hash-locked requirements name: `environment.sh` to run, `environment.sh dev` to test.
# Plain sh, because it runs before there is anything else. A second run compares one checksum and is done.
set -eu
cd "$(dirname "$0")/../.."

fail() { echo "$*" >&2; exit 1; }
step() { printf '  %-14s %s\n' "environment" "$*"; }

begun=$(date +%s)
files="requirements.txt"
[ "${1:-run}" = dev ] && files="requirements-dev.txt"
optional="requirements-embedded.txt"
stamp=".venv/.installed-${1:-run}"

# A .venv that is a link was put there by somebody who looks after it.
[ -L .venv ] && [ -x .venv/bin/python ] && exit 0

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        found=$(command -v "$name" 2>/dev/null) || continue
        "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$found"; return; }
    done
    command -v uv >/dev/null && uv python find '>=3.11' 2>/dev/null || true
}

python=$(find_python)
[ -n "$python" ] || fail "Python 3.11 or later is needed and none was found. Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: PYTHON=/path/to/python3 make run"

wanted="$(cat $files $optional | cksum) $("$python" -V)"
[ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0

# Two commands may be started at once in a fresh checkout; the second waits for the first.
mkdir -p var
if [ -z "${GUICHET_ENVIRONMENT_LOCKED:-}" ] && command -v flock >/dev/null; then
    GUICHET_ENVIRONMENT_LOCKED=1 exec flock var/environment.lock sh "$PWD/config/launch/environment.sh" "$@"
fi

with_uv() {
    command -v uv >/dev/null || return 1
    [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv || return 1
    install() { uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"; }
}

with_pip() {
    # Debian ships Python without ensurepip; a pip from elsewhere can fill an environment that has none.
    if .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv >/dev/null 2>&1; then
        install() { .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$1"; }
    elif "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --clear --without-pip .venv 2>/dev/null; then
        install() { "$python" -m pip --python .venv/bin/python install -qq --disable-pip-version-check --require-hashes -r "$1"; }
    else
        rm -rf .venv
        fail "$("$python" -V) cannot make a virtual environment here: venv or pip is missing. Install them (Debian, Ubuntu: apt-get install python3-venv), or install uv, then run the same command again."
    fi
}

step "installing $(grep -c == $files) packages of $files; the first time takes a minute or two ..."
if ! { with_uv && install "$files"; }; then
    command -v uv >/dev/null && step "uv could not install it; trying pip"
    with_pip
    install "$files" || fail "The requirements could not be installed; the lines above say why. Run the same command again once that is solved."
fi
install "$optional" || step "no PostgreSQL to bring along for this machine: one of the system's is used (apt-get install postgresql), or DATABASE_URL"
echo "$wanted" >"$stamp"
step "ready after $(($(date +%s) - begun)) s"
