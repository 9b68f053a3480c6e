"""The components, as tags that every template has without {% load %}.

{% icon "people" %}  {% icon "people" size=32 %}            names: icons.getbootstrap.com
{% status label tone %}                                     tone: neutral info success warning danger muted
{% days_left days %}  {% badge_count 3 "menunggu" %}
{% crumbs "Warga binaan" list_url person.name %}            pairs of label, url; the last label stands alone
{% tabs items %}                                            (label, url, current, count)
{% steps items %}                                           (label, "done"|"current"|"todo")
{% checklist items %}                                       (label, done, detail, url, link)
{% timeline entries %}                                      (at, title, who, note, tone, url)
{% facts pairs %}                                           (term, value); None or "" reads "belum ada"
{% stat number label url=... note=... tone=... %}           inside <div class="stats">
{% progress value maximum label %}
{% person_line name number=... detail=... url=... %}
{% empty_state title text url=... label=... symbol=... %}
{% card "Judul" %}...{% endcard %}   {% card "Judul" url label %}...{% endcard %}
{% section "Judul" %}...{% endsection %}
{% callout tone "Judul" %}...{% endcallout %}
{% filter_bar listing %}  {% sort_header listing "nama" %}  {% pager listing %}
{% slot "inmates.person.status" inmate %}                   fillings get request=, object=
{% signatures blocks %}                                     (office, name, number, place_and_date)
{% bar_chart title bars %}  {% funnel_chart title bars %}   (label, value, url, tone)
    {% stacked_chart title weeks %}                             (label, planned, held, not_held, url)
    {% rate_chart title points %}                               (label, percent or None, url)
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ui import charts
from ui.lists import Listing
from ui.parts import TONES, Check, Entry, Signature, Step, Tab, parts

register = template.Library()

_TONE_ICONS = {
    "neutral": "circle",
    "info": "info-circle-fill",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "exclamation-octagon-fill",
    "muted": "dash-circle",
}


@cache
def _drawing(name: str, size: int) -> SafeString:
    try:
        return SafeString(render_to_string(f"bs_icon/{name}.svg", {"height": size}))
    except TemplateDoesNotExist as error:
        raise TemplateSyntaxError(f"There is no icon {name!r}.") from error


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise TemplateSyntaxError(f"{tone!r} is no tone; use one of {', '.join(TONES)}.")
    return tone


def _needs(component: str, **values: Any) -> None:
    for name, value in values.items():
        if value is None or value == "":
            raise TemplateSyntaxError(f"{component} needs {name}.")


@register.simple_tag
def icon(name: str, size: int = 20) -> str:
    return format_html('<span class="icon" aria-hidden="true">{}</span>', _drawing(name, size))


@register.simple_tag
def tone_icon(tone: str, size: int = 20) -> str:
    return icon(_TONE_ICONS[_tone(tone)], size)


@register.inclusion_tag("components/status.html")
def status(label: Any, tone: str) -> dict[str, Any]:
    """A state as a word, with a colour and a shape that never stand alone."""
    _needs("status", label=label)
    return {"label": label, "tone": _tone(tone)}


@register.inclusion_tag("components/status.html")
def days_left(days: int | None) -> dict[str, Any]:
    """Days to the end of a term: at most 30 is urgent, at most 90 is soon; none is said in words."""
    if days is None:
        return {"label": _("belum ada"), "tone": "muted"}
    if days < 0:
        return {
            "label": ngettext("lewat %(n)s hari", "lewat %(n)s hari", -days) % {"n": -days},
            "tone": "danger",
        }
    label = ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}
    return {
        "label": label,
        "tone": "danger" if days <= 30 else "warning" if days <= 90 else "neutral",
    }


@register.inclusion_tag("components/badge_count.html")
def badge_count(count: int, label: Any) -> dict[str, Any]:
    _needs("badge_count", label=label)
    return {"count": count, "label": label}


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: Any, text: Any, url: str = "", label: Any = "", symbol: str = "inbox"
) -> dict[str, Any]:
    """Nothing here: says so, and what to do next."""
    _needs("empty_state", title=title, text=text)
    return {"title": title, "text": text, "url": url, "label": label, "symbol": symbol}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    return {"pairs": [(term, _readable(value)) for term, value in pairs]}


def _readable(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "j M Y H.i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    return value


@register.inclusion_tag("components/stat.html")
def stat(number: Any, label: Any, url: str = "", note: Any = "", tone: str = "neutral") -> dict[str, Any]:
    """A number that opens the rows it counts."""
    _needs("stat", number=number, label=label)
    return {
        "number": number,
        "label": label,
        "url": url,
        "note": note,
        "tone": _tone(tone),
    }


@register.inclusion_tag("components/progress.html")
def progress(value: int, maximum: int, label: Any) -> dict[str, Any]:
    _needs("progress", value=value, maximum=maximum, label=label)
    return {
        "value": min(value, maximum),
        "shown": value,
        "maximum": maximum,
        "label": label,
    }


@register.inclusion_tag("components/checklist.html")
def checklist(items: Iterable[Any]) -> dict[str, Any]:
    """What stands and what is still missing for the next move."""
    checks = parts(Check, items)
    return {"items": checks, "missing": sum(not check.done for check in checks)}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    rows = [(entry, _readable(entry.at), _tone(entry.tone)) for entry in parts(Entry, entries)]
    return {"rows": rows}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    found = parts(Step, items)
    for step in found:
        if step.state not in ("done", "current", "todo"):
            raise TemplateSyntaxError(f"{step.state!r} is no state of a step; use done, current or todo.")
    return {"items": found}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: Any = "") -> dict[str, Any]:
    return {"items": parts(Tab, items), "label": label or _("Bagian halaman ini")}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*labels_and_urls: Any) -> dict[str, Any]:
    """Where this page stands: label, url, label, url, ..., label of this page."""
    if not labels_and_urls:
        raise TemplateSyntaxError("crumbs needs at least one label.")
    trail = list(zip(labels_and_urls[::2], labels_and_urls[1::2], strict=False))
    return {
        "trail": trail,
        "here": labels_and_urls[-1] if len(labels_and_urls) % 2 else "",
    }


@register.inclusion_tag("components/person_line.html")
def person_line(name: Any, number: Any = "", detail: Any = "", url: str = "") -> dict[str, Any]:
    _needs("person_line", name=name)
    return {"name": name, "number": number, "detail": detail, "url": url}


@register.inclusion_tag("components/signatures.html")
def signatures(blocks: Iterable[Any]) -> dict[str, Any]:
    return {"blocks": parts(Signature, blocks)}


@register.inclusion_tag("components/pager.html")
def pager(listing: Listing) -> dict[str, Any]:
    return {"listing": listing}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(listing: Listing) -> dict[str, Any]:
    return {"listing": listing}


@register.inclusion_tag("components/sort_header.html")
def sort_header(listing: Listing, key: str, label: Any = "") -> dict[str, Any]:
    """A column head that sorts; `key` is one of the listing's declared sorts."""
    if key not in listing.sorts:
        raise TemplateSyntaxError(f"{key!r} is no sort of this list.")
    return {
        "label": label or listing.sorts[key][0],
        "direction": listing.direction(key),
        "url": listing.sort_url(key),
    }


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, subject: Any) -> str:
    """What higher rooms put here; they are called with `request` and `object`."""
    from ui import slots

    return slots.render(name, request=context["request"], object=subject)


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: Any, url: str = "", label: Any = "") -> str:
    _needs("card", title=title)
    return render_to_string(
        "components/card.html",
        {"body": content, "title": title, "url": url, "label": label},
    )


@register.simple_block_tag(end_name="endsection")
def section(content: str, title: Any, url: str = "", label: Any = "") -> str:
    _needs("section", title=title)
    return render_to_string(
        "components/section.html",
        {"body": content, "title": title, "url": url, "label": label},
    )


@register.simple_block_tag(end_name="endcallout")
def callout(content: str, tone: str, title: Any) -> str:
    _needs("callout", title=title)
    return render_to_string(
        "components/callout.html",
        {"body": content, "tone": _tone(tone), "title": title},
    )


register.inclusion_tag("components/charts/bars.html", name="bar_chart")(charts.bars)
register.inclusion_tag("components/charts/funnel.html", name="funnel_chart")(charts.funnel)
register.inclusion_tag("components/charts/stacked.html", name="stacked_chart")(charts.stacked)
register.inclusion_tag("components/charts/rate.html", name="rate_chart")(charts.rate)
