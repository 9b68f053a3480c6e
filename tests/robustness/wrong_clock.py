"""The web server on a machine whose clock is wrong: SECONDS, then its own arguments."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from gunicorn.app.wsgiapp import run

if __name__ == "__main__":
    ahead = timedelta(seconds=float(sys.argv.pop(1)))
    time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
    run()
