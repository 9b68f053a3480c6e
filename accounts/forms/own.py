from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import ratelimit
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapter import one_spelling
from accounts.models import Language, Theme, User
from accounts.requests import MemberRequest
from audit.models import Action
from audit.trail import record
from ui.forms import HouseForm


class SignInForm(LoginForm):
    """User name and password, counted and compared by the sign-in library."""

    def clean_login(self) -> str:
        return one_spelling(super().clean_login())

    def clean(self) -> Any:
        if not ratelimit.consume(self.request, action="login"):
            raise ValidationError(_("Terlalu banyak percobaan masuk. Coba lagi dalam 1 menit."))
        cleaned = super().clean()
        if self.user:
            self._refuse_closed_account(self.user)
        return cleaned

    def _refuse_closed_account(self, user: User) -> None:
        """Said only to someone who knows the password, so it tells nobody which names exist."""
        if not user.is_active:
            sentence, because = _("Akun Anda dinonaktifkan. Hubungi admin instansi Anda."), "nonaktif"
        elif user.password_has_expired:
            sentence, because = (
                _("Kata sandi sekali pakai ini sudah lewat masa berlakunya. Minta yang baru kepada admin."),
                "kedaluwarsa",
            )
        else:
            return
        record(Action.SIGN_IN_FAILED, by=None, on=user, within=user.agency, changes={"sebab": because})
        raise ValidationError(sentence)


class AppearanceForm(HouseForm):
    """How the own screens look, and in which language they speak."""

    submit_label = _("Simpan pilihan")
    theme = forms.ChoiceField(
        label=_("Tampilan layar"),
        choices=Theme.choices,
        widget=forms.RadioSelect,
        help_text=_("Cetakan selalu hitam di atas putih."),
    )
    language = forms.ChoiceField(
        label=_("Bahasa layar"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        help_text=_("Dokumen cetak, persetujuan peserta, dan jejak tetap dalam Bahasa Indonesia."),
    )


class ChangePasswordForm(HouseForm):
    """The member's own new password; the old one is asked for again."""

    submit_label = _("Ganti kata sandi")
    current = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Sedikitnya 12 karakter. Beberapa kata yang Anda ingat lebih baik daripada simbol."),
    )
    again = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, request: MemberRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_current(self) -> str:
        if not ratelimit.consume(self.request, action="change_password", user=self.request.user):
            raise ValidationError(_("Terlalu banyak percobaan. Coba lagi dalam 5 menit."))
        if not self.request.user.check_password(self.cleaned_data["current"]):
            raise ValidationError(_("Kata sandi sekarang tidak cocok."))
        return self.cleaned_data["current"]

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.request.user)
        if self.request.user.check_password(new):
            raise ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."))
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("Isi kedua kata sandi baru tidak sama."))
        return cleaned
