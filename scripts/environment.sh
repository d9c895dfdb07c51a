# Shared by ./run and ./test: a Python, a .venv, the locked dependencies. POSIX sh; sourced in the project's folder.

UV_VERSION=0.13.9
# without compiled files every start of every process would compile two thousand modules again
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }

# Is this a Python that works and is new enough? Asked by running it: a pyenv shim may exist and do nothing.
is_new_enough() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${CASEMGR_PYTHON:-}" python3.14 python3.13 python3.12 python3 \
        "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.1[234].*/bin/python; do
        [ -n "$candidate" ] || continue
        if is_new_enough "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

missing_python() {
    say "Casemgr needs Python 3.12 or newer with the venv module, and none was found. Install it with:" >&2
    if command -v apt-get >/dev/null 2>&1; then
        say "  sudo apt-get install python3 python3-venv" >&2
    elif command -v dnf >/dev/null 2>&1; then
        say "  sudo dnf install python3.13" >&2
    elif command -v brew >/dev/null 2>&1; then
        say "  brew install python@3.13" >&2
    else
        say "  https://www.python.org/downloads/" >&2
    fi
    say "or name one: CASEMGR_PYTHON=/path/to/python $0" >&2
    exit 1
}

# What the installed packages depend on: the same text means nothing has to be installed again.
wanted_state() {
    cat pyproject.toml uv.lock
    printf '%s %s\n' "$PWD" "$1"
}

# prepare_environment --dev|--no-dev: the packages of ./test, or only those of ./run.
prepare_environment() {
    stamp=.venv/casemgr-state
    if [ -x .venv/bin/python ] && is_new_enough .venv/bin/python; then
        for state in --dev "$1"; do
            # what ./test installed is enough for ./run
            if [ -f "$stamp" ] && wanted_state "$state" | cmp -s - "$stamp"; then return 0; fi
        done
    else
        python=$(find_python) || missing_python
        say "Making .venv with $("$python" --version) …"
        "$python" -m venv --clear .venv
    fi
    say "Installing the locked dependencies (half a minute the first time) …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    # uv by itself stops at pyenv's shims, so it is told which Python; --inexact keeps uv itself.
    UV_PYTHON="$PWD/.venv/bin/python" VIRTUAL_ENV="$PWD/.venv" \
        .venv/bin/python -m uv sync --quiet --active --inexact --locked --compile-bytecode "$1"
    wanted_state "$1" >"$stamp"
}
