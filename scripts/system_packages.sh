# What pip can't install: Chromium (browser tests) and gettext (checks of translations). POSIX sh.

browser() {
    for program in "${CASEMGR_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$program" ] && command -v "$program" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

need_system_packages() {
    missing=""
    browser || missing="$missing chromium"
    command -v msgfmt >/dev/null 2>&1 || missing="$missing gettext"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing$missing …"
        # shellcheck disable=SC2086
        if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null; then
            return 0
        fi
    fi
    say "Missing:$missing. Install with:" >&2
    if command -v apt-get >/dev/null 2>&1; then
        say "  sudo apt-get install$missing" >&2
    elif command -v dnf >/dev/null 2>&1; then
        say "  sudo dnf install$missing" >&2
    else
        say "  your system's package manager" >&2
    fi
    exit 1
}
