from django.utils.translation import gettext_lazy as _

from ui.lists import FilterForm


class UnfinishedFilters(FilterForm):
    search_fields = ("enrolment__inmate__name", "enrolment__number")
    search_label = _("Cari nama atau nomor peserta")
