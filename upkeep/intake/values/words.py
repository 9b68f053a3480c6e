"""What stands in a cell, as text; and what people write where there is nothing."""

import re
from datetime import date

from upkeep.intake.reading.workbook import Cell

_NOTHING = frozenset(
    {
        "-", "--", "---", "—", "–", "_", ".", "?", "*", "0", "00", "nihil", "nil", "null", "none", "kosong",
        "tidak ada", "tdk ada", "tidak diketahui", "tdk diketahui", "belum", "belum ada", "blm ada",
        "belum diketahui", "n/a", "na", "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!",
        "00-00-0000", "0000-00-00", "00/00/0000", "00.00.0000", "0000-00-00 00:00:00", "- -", "-,-", "-/-",
    }
)  # fmt: skip

_NUMBERS = {
    "nol": 0, "satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip


class BadValue(Exception):  # noqa: N818
    """A value that cannot be understood; the sentence says what would be."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


def text_of(cell: Cell) -> str:
    """The cell as one line of text, empty when there is nothing in it or a sign for nothing."""
    text = written(cell)
    return "" if text.casefold() in _NOTHING else text


def written(cell: Cell) -> str:
    """The cell as a person sees it, with single spaces."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return " ".join(str(cell).replace("\u200b", "").replace("\u00a0", " ").split()).removeprefix("'")


def plain(text: str) -> str:
    """Letters and digits in lower case with single spaces: what two spellings have in common."""
    return " ".join(re.sub(r"[^\w]+|_", " ", text.casefold()).split())


def number_in_words(text: str) -> int | None:
    """ "tiga" 3, "dua belas" 12, "dua puluh lima" 25; None when it is no number under a hundred."""
    words = plain(text).split()
    if not words:
        return None
    tens, rest = 0, words
    if len(words) >= 2 and words[1] == "puluh" and words[0] in _NUMBERS:
        tens, rest = _NUMBERS[words[0]] * 10, words[2:]
    elif len(words) == 2 and words[1] == "belas" and words[0] in _NUMBERS:
        return 10 + _NUMBERS[words[0]]
    if not rest:
        return tens
    return tens + _NUMBERS[rest[0]] if len(rest) == 1 and rest[0] in _NUMBERS else None
