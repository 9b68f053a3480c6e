from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Words of the place and the trade that guessers try first.
LOCAL_WORDS = (
    "pulih",
    "rutan",
    "lapas",
    "barabai",
    "balangan",
    "bnnk",
    "bnn",
    "narkoba",
    "narkotika",
    "rehabilitasi",
    "pemasyarakatan",
    "kemenkumham",
    "kemenimipas",
    "ditjenpas",
    "indonesia",
    "bismillah",
    "rahasia",
    "katasandi",
    "sandi",
    "password",
    "merdeka",
)


class LocalWordsValidator:
    """Refuses a password that is little more than a word everyone here would try."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in LOCAL_WORDS:
            rest = rest.replace(word, "")
        own_letters = [c for c in rest if c.isalpha()]
        if len(rest) < len(password) and len(own_letters) < 6:
            raise ValidationError(
                _("Sandi ini hampir hanya terdiri atas kata yang mudah ditebak."), code="local"
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai nama instansi, tempat, atau kata umum sebagai isi sandi.")
