import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upkeep.work.loop import Loop
from upkeep.work.rota import CHORES, JOBS


class Command(BaseCommand):
    help = "Kerjakan pekerjaan latar: cadangan terjadwal, impor, bersih-bersih. Berjalan di samping server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Kerjakan yang menunggu sekarang, lalu selesai."
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="Selesai bila proses ini tidak ada lagi."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Stops after the step under way on SIGTERM, on Ctrl-C, and when the server beside it is gone."""
        server = options["beside"]
        loop = Loop(CHORES, JOBS, gone=lambda: bool(server) and not _lives(server))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.stopping.set())
        loop.run_once() if options["once"] else loop.run()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
