"""Consents of an enrolment, and the form on paper."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.enrolments.models import Consent, ConsentText, Enrolment
from ui.parts import Signature


def consents_of(enrolment: Enrolment) -> list[Consent]:
    """Newest first, with who wrote them down."""
    rows = Consent.objects.filter(enrolment=enrolment)
    return list(rows.select_related("text", "recorded_by", "withdrawn_recorded_by").order_by("-pk"))


def paper_of(enrolment: Enrolment) -> dict[str, Any]:
    """The printable form: the text in force, the person, places to sign."""
    custodian = enrolment.custodian
    texts = list(ConsentText.objects.filter(valid_from__lte=custodian.today()))
    main = next((text for text in texts if text.language == ConsentText.Language.INDONESIAN), None)
    others = [text for text in texts if main and text.version == main.version and text != main]
    day = f"{custodian.city or custodian.short_name}, {date_format(custodian.today(), 'j F Y')}"
    return {
        "title": main.title if main else "",
        "number": enrolment.number,
        "letterhead": custodian.letterhead_lines,
        "back_url": reverse("casefile:consent", args=[enrolment.pk]),
        "enrolment": enrolment,
        "paragraphs": main.body.splitlines() if main else [],
        "others": [(text.get_language_display(), text.body.splitlines()) for text in others],
        "version": main.version if main else "",
        "place_and_date": day,
        "signers": [
            Signature(_("Yang menyatakan"), enrolment.inmate.name),
            Signature(_("Saksi")),
            Signature(_("Petugas rehabilitasi")),
            Signature(_("Penerjemah (bila ada)")),
        ],
    }
