from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import issue_one_time_password
from accounts.models import User
from audit.context import origin
from ui.refusal import Refused


class Command(BaseCommand):
    help = (
        "Beri kata sandi sekali pakai kepada admin instansi yang kehilangan kata sandinya dan tidak punya "
        "admin lain. Pegawai lain mendapatkannya dari admin instansinya di layar."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="NAMA-PENGGUNA")

    def handle(self, *args: Any, **options: Any) -> None:
        """For administrators only: everyone else has one who answers for them."""
        admin = User.objects.holding("admin").filter(username=options["username"]).first()
        if admin is None:
            raise CommandError("Tidak ada admin instansi yang aktif dengan nama pengguna ini.")
        try:
            with origin():
                password = issue_one_time_password(user=admin)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{admin.username}  {password}")
        self.stdout.write("Berlaku 72 jam, hanya ditampilkan sekali, dan harus diganti saat masuk.")
