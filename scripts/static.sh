#!/bin/sh
# Gather and compress the static files, when one of them is newer than the last gathering.
set -eu
var=${PULIH_VAR:-$(sed -n "s/^PULIH_VAR=//p" .env 2>/dev/null || true)}
made=${var:-var}/static/staticfiles.json
if [ -f "$made" ] && [ -z "$(find static .venv/installed config/settings.py -newer "$made" | head -n 1)" ]; then
    exit 0
fi
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
