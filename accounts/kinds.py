from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an agency is in the programme: it decides which roles its staff may hold."""

    CUSTODIAN = "custodian", _("Rutan/Lapas")
    PARTNER = "partner", _("Mitra (BNN/BNNP/BNNK)")
    OVERSIGHT = "oversight", _("Pengawas (Kanwil/Pusat)")
