from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.access_page import access_page


class Command(BaseCommand):
    help = "Write docs/access.md: every role, and every page with the roles that open it."

    def handle(self, *args: Any, **options: Any) -> None:
        file = settings.BASE_DIR / "docs" / "access.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(access_page())
        self.stdout.write(str(file.relative_to(settings.BASE_DIR)))
