from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from accounts.roles import roles_for
from ui.lists import FilterForm


class StaffFilters(FilterForm):
    search_fields = ("full_name", "username", "staff_number")
    search_label = _("Cari nama, nama pengguna, atau NIP")
    peran = forms.ChoiceField(label=_("Peran"))
    akun = forms.ChoiceField(
        label=_("Akun"), choices=[("", _("Semua")), ("aktif", _("Aktif")), ("nonaktif", _("Nonaktif"))]
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(each.code, each.name) for each in roles_for(agency.kind)]
        self.fields["peran"].choices = [("", _("Semua")), *roles, ("tanpa", _("Tanpa peran"))]

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "akun" in chosen:
            rows = rows.filter(is_active=chosen["akun"] == "aktif")
        if chosen.get("peran") == "tanpa":
            return rows.without_role()
        return rows.holding(chosen["peran"]) if "peran" in chosen else rows
