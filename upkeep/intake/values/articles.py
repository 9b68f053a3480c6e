"""Articles of law in free text, found in the catalogue (domain §1.1-1.3)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inmates.catalogue import CHILD_LAW, NARCOTICS_LAW, NEW_CODE, OLD_CODE
from inmates.models import Article, Charge
from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.words import BadValue, text_of

_NUMBERED_LAW = re.compile(
    r"\b(?:UU(?:\s*\.?\s*R\.?\s*I\.?)?|U\.U\.?|undang[\s-]*undang(?:\s*(?:RI|Republik Indonesia))?)"
    r"[\s,.:]*(?:DRT|darurat)?[\s,.:]*(?:nomor|nomer|no)?[\s.:]*(\d{1,2})"
    r"\s*(?:/|tahun|thn|th)[\s.]*(?:tahun|thn|th)?[\s.]*(\d{4}|\d{2})(?!\d)",
    re.I,
)
_SHORT_LAW = re.compile(r"\b(?:UU|undang[\s-]*undang)(?:\s*RI)?\.?\s*(?:no\.?\s*)?35\b(?!\s*(?:/|t))", re.I)
_CODE = re.compile(
    r"\b(?:K\.?U\.?H\.?P\.?(?:idana)?|kitab undang[\s-]*undang hukum pidana)\b\.?\s*"
    r"(?P<which>\(?(?:baru|nasional|lama|UU\s*(?:no\.?\s*)?1\s*(?:/|tahun|th)\s*(?:2023|1946))\)?)?",
    re.I,
)
_NAMED = (
    (re.compile(r"\b(?:UU|undang[\s-]*undang)(?:\s*tentang)?\s*narkotika\b", re.I), NARCOTICS_LAW),
    (
        re.compile(r"\b(?:UU|undang[\s-]*undang)(?:\s*tentang)?\s*perlindungan\s*anak\b|\bUUPA\b", re.I),
        CHILD_LAW,
    ),
)
# The children's law was changed twice; its articles go by the last change in the catalogue.
_SAME_LAW = {
    ("35", "2009"): NARCOTICS_LAW,
    ("1", "2023"): NEW_CODE,
    ("1", "1946"): OLD_CODE,
    ("17", "2016"): CHILD_LAW,
    ("35", "2014"): CHILD_LAW,
    ("23", "2002"): CHILD_LAW,
}
_JOINED = re.compile(r"\bjuncto\b|\bjis\b|\bjunto\b|\bjo\b\.?|\byo\b\.?", re.I)
_SUBSIDIARY = re.compile(r"\b(?:lebih\s+)?subs?(?:sidi?[ae]i?r|ider)?\b\.?|\batau\b|\bkedua\b", re.I)
_MENTION = re.compile(
    r"(?:\b(?:pasal|psl|ps)\b\.?\s*(?P<small>\d)(?!\d)|(?<![\d(])(?P<number>\d{2,3}))(?P<letter>[A-D](?![a-z]))?"
    r"(?:\s*,?\s*(?:ayat|ayt|ay|at)\.?\s*\(?\s*(?P<verse>\d|ke\s*-?\s*\d)\s*\)?"
    r"|\s*\(\s*(?P<bracket>\d)\s*\)|\s*[.:]\s*(?P<dotted>\d)(?!\d))?"
    r"(?:\s*,?\s*(?:(?:huruf|hrf|hurf|hf|lit)\.?\s*[\"'(]?(?P<point>[a-c])[\"')]?|[\"'(]?(?P<bare>[a-c])[\"')]?)(?![a-z]))?"
    r"(?:\s*,?\s*ke\s*-?\s*\d+(?:\s*(?:,|dan|e)\s*(?:ke\s*-?\s*)?\d+)*(?:\s*e)?)?",
    re.I,
)
_WORDS = re.compile(
    r"\b(?:pasal|psl|pas|ps|p|ayat|ay|huruf|hrf|dan|dari|tentang|narkotika|perlindungan|anak|tahun|nomor|no|ri|primair"
    r"|primer|dakwaan|kesatu|pertama|alternatif|juncto|jo|subsidair|subsider|lebih|melanggar|tindak|pidana|sebagaimana|diatur|dalam"
    r"|pencurian|penggelapan|penipuan|penganiayaan|pembunuhan|perubahan|atas|uu|undang|jis|jis)\b\.?",
    re.I,
)
_MARK = "\x02"


@dataclass(frozen=True)
class ArticleCatalogue:
    """The national catalogue by law and code, read once for an import."""

    by_law: dict[str, dict[str, Article]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> "ArticleCatalogue":
        by_law: dict[str, dict[str, Article]] = {}
        for article in articles:
            by_law.setdefault(article.law, {})[article.code] = article
        return cls(by_law)

    def find(self, law: str, number: str, verse: str, point: str) -> Article | None:
        """The most precise code that the mention names; never a more precise one than it names."""
        codes = self.by_law.get(law, {})
        with_verse = f"{number} ayat ({verse})"
        names = [number]
        if verse:
            names.insert(0, with_verse)
        if point:
            names.insert(0, f"{with_verse if verse else f'{number} ayat (1)'} huruf {point}")
        return next((codes[name] for name in names if name in codes), None)

    def laws_with(self, number: str) -> list[str]:
        return [
            law
            for law, codes in self.by_law.items()
            if any(code == number or code.startswith(f"{number} ") for code in codes)
        ]


Charges = list[tuple[Article, str]]


def charges(cell: Cell, law_cell: Cell, catalogue: ArticleCatalogue) -> Charges:
    """The articles in the text, each once, with its rank; raises BadValue naming what is not known."""
    text = text_of(cell)
    if not text:
        return []
    marked, laws = _laws_marked(text)
    default = _law_of(text_of(law_cell))
    found: Charges = []
    for mention in _mentions(marked, laws, default):
        article = _known(mention, catalogue)
        if article.pk not in {each.pk for each, _rank in found}:
            rank = Charge.Rank.JUNCTO if article.modifier else mention.rank
            found.append((article, rank))
    if not found:
        raise BadValue(_("Pasal tidak terbaca. Tulis seperti Pasal 112 ayat (1) UU 35/2009."))
    if all(article.modifier for article, _rank in found):
        raise BadValue(_("Pasal juncto tidak berdiri sendiri: isi juga pasal pokoknya."))
    return _one_stands_first(found)


@dataclass(frozen=True)
class _Mention:
    number: str
    verse: str
    point: str
    law: str
    rank: str


def _laws_marked(text: str) -> tuple[str, list[str]]:
    """The text with a mark in the place of every law, and the laws in their order."""
    places: list[tuple[int, int, str]] = []
    for found in _NUMBERED_LAW.finditer(text):
        places.append((*found.span(), _numbered(found)))
    for pattern, law in _NAMED:
        places += [(*found.span(), law) for found in pattern.finditer(text)]
    places += [(*found.span(), NARCOTICS_LAW) for found in _SHORT_LAW.finditer(text)]
    places += [(*found.span(), _code_of(found["which"] or "")) for found in _CODE.finditer(text)]
    marked, laws, at = "", [], 0
    for start, end, law in sorted(places, key=lambda place: (place[0], -place[1])):
        if start < at:
            continue
        marked += text[at:start] + _MARK
        laws.append(law)
        at = end
    return marked + text[at:], laws


def _numbered(found: re.Match[str]) -> str:
    number, year = found[1].lstrip("0"), found[2]
    if len(year) == 2:
        year = f"20{year}" if int(year) < 60 else f"19{year}"
    return _SAME_LAW.get((number, year), f"UU {number}/{year}")


def _code_of(which: str) -> str:
    """ "KUHP" alone may be either; the number of the article says which."""
    if re.search(r"baru|nasional|2023", which, re.I):
        return NEW_CODE
    return OLD_CODE if re.search(r"lama|1946", which, re.I) else "KUHP"


def _law_of(text: str) -> str:
    _marked, laws = _laws_marked(text)
    if laws:
        return laws[0]
    if found := re.search(r"\b(\d{1,2})\s*(?:/|tahun|th[n.]?)\s*(\d{4})\b", text, re.I):
        return _numbered(found)
    return NARCOTICS_LAW if re.search(r"narkotika", text, re.I) else ""


def _mentions(marked: str, laws: Sequence[str], default: str) -> Iterable[_Mention]:
    """Articles stand before their law; what follows the last law goes by the law before it."""
    segments = marked.split(_MARK)
    for place, segment in enumerate(segments):
        law = laws[place] if place < len(laws) else (default if not laws else laws[-1])
        at, rank = 0, str(Charge.Rank.PRIMARY)
        for found in _MENTION.finditer(segment):
            between = segment[at : found.start()]
            rank = _rank_after(between, rank, first=place == 0 and at == 0)
            _check_left_over(between)
            at = found.end()
            verse = found["verse"] or found["bracket"] or found["dotted"] or ""
            point = (found["point"] or found["bare"] or "").casefold()
            number = (found["number"] or found["small"]) + (found["letter"] or "").upper()
            yield _Mention(number, verse if verse.isdigit() else "", point, law, rank)
        _check_left_over(segment[at:])


def _rank_after(between: str, rank: str, *, first: bool) -> str:
    """ "jo." makes what follows a juncto, "subsider" or "atau" a subsidiary charge; a comma keeps neither."""
    if _JOINED.search(between):
        return Charge.Rank.JUNCTO
    if _SUBSIDIARY.search(between) and not first:
        return Charge.Rank.SUBSIDIARY
    return Charge.Rank.SUBSIDIARY if rank == Charge.Rank.SUBSIDIARY else Charge.Rank.PRIMARY


def _check_left_over(text: str) -> None:
    """Digits that belong to no article were not understood: say so, and guess nothing."""
    if re.search(r"\d", _WORDS.sub(" ", text)):
        raise BadValue(
            _("Bagian “%(text)s” tidak terbaca sebagai pasal. Tulis seperti Pasal 112 ayat (1) UU 35/2009.")
            % {"text": text.strip()[:60]}
        )


def _known(mention: _Mention, catalogue: ArticleCatalogue) -> Article:
    for law in _laws_of(mention, catalogue):
        article = catalogue.find(law, mention.number, mention.verse, mention.point)
        if article is not None:
            return article
    words = {"number": mention.number, "law": "" if mention.law == "" else f" {mention.law}"}
    raise BadValue(
        _(
            "Pasal %(number)s%(law)s tidak ada dalam katalog. Perbaiki, atau kosongkan selnya dan catat "
            "perkaranya nanti di halaman orangnya."
        )
        % words
    )


def _laws_of(mention: _Mention, catalogue: ArticleCatalogue) -> list[str]:
    """The law that is named; else the narcotics law or the codes; any other has to be named."""
    if mention.law == "KUHP":
        return [OLD_CODE, NEW_CODE]
    if mention.law:
        return [mention.law]
    laws = catalogue.laws_with(mention.number)
    return [law for law in (NARCOTICS_LAW, OLD_CODE, NEW_CODE) if law in laws]


def _one_stands_first(found: Charges) -> Charges:
    """A text that begins with "jo." or "subsider" still has a main article: the first that can be one."""
    if any(rank == Charge.Rank.PRIMARY for _article, rank in found):
        return found
    place = next(place for place, (article, _rank) in enumerate(found) if not article.modifier)
    return [
        (article, Charge.Rank.PRIMARY if at == place else rank) for at, (article, rank) in enumerate(found)
    ]
