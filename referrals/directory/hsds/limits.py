"""How much a file may be, so that none can exhaust the machine. A country's directory is some thousand services."""

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_CELL = 20_000
DEEPEST = 20
#: a package: all its files unpacked, how many, and how much smaller they may be packed
UNPACKED_BYTES = 60 * 1024 * 1024
MOST_FILES = 60
PACKED_RATIO = 200
