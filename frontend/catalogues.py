"""Message catalogues: the readable .po files are committed; the binary ones are made from them when stale."""

from pathlib import Path

import polib

HOUSE = Path(__file__).resolve().parent.parent


def sources(house: Path = HOUSE) -> list[Path]:
    """Every room's catalogue, by path."""
    rooms = ("*/locale", "casemgr/*/locale")
    return sorted(path for room in rooms for path in house.glob(f"{room}/*/LC_MESSAGES/*.po"))


def compile_stale(house: Path = HOUSE) -> list[Path]:
    """Write the binary catalogues that are missing or older than their source; return those written."""
    return [_compile(source) for source in sources(house) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    binary = source.with_suffix(".mo")
    return not binary.exists() or binary.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    binary = source.with_suffix(".mo")
    temporary = binary.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(temporary))
    temporary.replace(binary)  # another process may be reading the old one
    return binary
