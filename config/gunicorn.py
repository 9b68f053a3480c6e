"""How the web server runs. Access lines are off: addresses of pages carry what people searched for."""

import gc
import sys
from pathlib import Path
from typing import Any

import environ

env = environ.Env()
if (file := Path(__file__).resolve().parent.parent / ".env").exists():
    env.read_env(file)

bind = f"{env('ADDRESS', default='127.0.0.1')}:{env('PORT', default='8000')}"
# Checked once, at the start: a worker renewed while the database is away must not stop the server.
preload_app = True
worker_class = "gthread"
workers = env.int("WORKERS", default=2)
threads = env.int("THREADS", default=4)
timeout = 60
graceful_timeout = 20
max_requests = 5_000
max_requests_jitter = 500
accesslog = None
loglevel = "warning"
# A page makes tens of thousands of small objects and drops them at its end; looking for cycles after every
# 700 of them took a twentieth of its time, and the look through all that stands up to 60 ms of one in fifty.
gc.set_threshold(50_000, 20, 20)
# Who may say that a visitor came by HTTPS; the visitor's address is read by `audit.context.client_address`.
forwarded_allow_ips = env("TRUSTED_PROXIES", default="")


def when_ready(server: Any) -> None:
    """Say where it listens: an office's first start would otherwise be silent."""
    if not env.bool("PULIH_DEMO", default=False):
        sys.stdout.write(f"Pulih mendengarkan di {', '.join(str(each) for each in server.LISTENERS)}\n")
        sys.stdout.flush()


def pre_fork(_server: Any, _worker: Any) -> None:
    """What stands before the workers stays for good, and is shared by them: nobody looks through it again."""
    gc.freeze()
