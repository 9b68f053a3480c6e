#!/bin/sh
# The background worker beside a running server: started anew when it falls, ended when the server is gone.
#   sh scripts/beside.sh PID
set -eu
server=$1
while kill -0 "$server" 2>/dev/null; do
    .venv/bin/python manage.py work --beside "$server" || true
    kill -0 "$server" 2>/dev/null && sleep 5
done
