"""Text that someone types to see what happens, and a look at a page for what it must never become."""

from html.parser import HTMLParser

_MARKUP = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    "<!--<script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<style>*{display:none}</style>",
    "<base href=//jahat.example/>",
    "<form action=//jahat.example><button>x",
    "<meta http-equiv=refresh content='0;url=//jahat.example'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "＜script＞alert(1)＜/script＞",
    "javascript:alert(1)",
)
_TEMPLATES = (
    "{{ 7|add:7 }}",
    "{% debug %}",
    "{{ request.user }}",
    "${7*7}",
    "#{7*7}",
    "{{constructor}}",
    "%(x)s",
    "%s%n%d",
    "{0}",
)
_QUERIES = (
    "' OR '1'='1",
    "'; DROP TABLE accounts_user; --",
    '" OR ""="',
    "1) UNION SELECT 1--",
    "%",
    "_",
    "\\",
    "\\'",
)
_PLACES = (
    "../../etc/passwd",
    "C:\\con\\nul",
    "file:///etc/passwd",
    "//jahat.example/",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
)
_LETTERS = (
    "Ñandú Ørsted Żółć",
    "محمد نور",
    "ᬩᬮᬶ",
    "🧑🏽‍⚕️👍",
    "a\u202eb",
    "a\u200bb\ufeff",
    "e\u0301" * 20,
    "ı İ ß ſ",
    "\ud7ff\ue000",
    "a\tb\nc\r\nd",
)  # fmt: skip
HOSTILE = (*_MARKUP, *_TEMPLATES, *_QUERIES, *_PLACES, *_LETTERS)


def bundles(longest: int) -> list[str]:
    """All of them in few texts no longer than this: what a page does to one it does to its neighbours."""
    found = [""]
    for each in HOSTILE:
        joined = f"{found[-1]} {each[:longest]}".strip()
        if len(joined) > longest:
            found.append(each[:longest].strip())
        else:
            found[-1] = joined
    return found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "base", "math", "style") or (tag == "script" and not given.get("src")):
            self.ran.append(f"<{tag}>")
        self.ran += [name for name in given if name.startswith("on") or name == "http-equiv"]
        self.ran += [value for value in given.values() if value and "javascript:" in value and tag == "a"]
        if tag == "form" and "jahat" in (given.get("action") or ""):
            self.ran.append("<form>")


def would_run(page: str) -> list[str]:
    """Whatever of the page is code, or leads away, that no template of ours contains."""
    reader = _Page()
    reader.feed(page)
    return reader.ran
