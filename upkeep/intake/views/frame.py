"""What the pages of one import share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from upkeep.intake.models import Import


def trail(import_: Import | None = None) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]]
    if import_ is not None and import_.is_past:
        found = [(_("Angkatan"), reverse("delivery:cohorts")), (_("Data lama"), reverse("intake:past"))]
    else:
        found = [
            (_("Warga binaan"), reverse("inmates:register")),
            (_("Impor"), reverse("intake:imports")),
        ]
    return [*found, (import_.file_name, import_.get_absolute_url())] if import_ else found
