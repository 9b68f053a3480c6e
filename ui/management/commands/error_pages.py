from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ui.error_pages import FOLDER, copies


class Command(BaseCommand):
    help = "Write the error pages that a proxy shows by itself (413, 429, 503)."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in copies().items():
            (folder / name).write_text(text)
            self.stdout.write(str(FOLDER / name))
