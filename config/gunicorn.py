"""How the web server runs. Access lines are off: addresses of pages carry what people searched for."""

import os

# Checked once, at the start: a worker renewed while the database is away must not stop the server.
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "4"))
timeout = 60
graceful_timeout = 20
max_requests = 5_000
max_requests_jitter = 500
accesslog = None
loglevel = "warning"
# Proxies are believed by `audit.context.client_address` alone.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXIES", "127.0.0.1")
