"""How much one file may ask of this machine. Read by the child process too: no Django here."""

MEGABYTE = 1024 * 1024

MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 80 * MEGABYTE
MOST_ENTRIES = 2_000
# A sheet of text packs ten to forty times smaller; a bomb a thousand times.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = MEGABYTE

MOST_ROWS = 20_000
MOST_COLUMNS = 120
# Longer than any field takes, so that a cell cut here is refused later and never stored cut.
LONGEST_CELL = 2_001

MEMORY = 768 * MEGABYTE


def seconds_of_cpu(size: int) -> float:
    """A file of 10,000 people needs about a second; a small file that needs more is up to no good."""
    return min(1.4 + 1.5 * size / MEGABYTE, 8.0)
