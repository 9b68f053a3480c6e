#!/bin/sh
# What is made from the sources: the compiled second language, and the static files, gathered and compressed;
# each only when something is newer than the last making.
set -eu
for text in locale/*/LC_MESSAGES/django.po; do
    compiled=${text%.po}.mo
    if [ ! -f "$compiled" ] || [ "$text" -nt "$compiled" ]; then
        .venv/bin/python manage.py messages --compile
    fi
done
var=${PULIH_VAR:-$(sed -n "s/^PULIH_VAR=//p" .env 2>/dev/null || true)}
made=${var:-var}/static/staticfiles.json
if [ -f "$made" ] && [ -z "$(find static .venv/installed config/settings.py -newer "$made" | head -n 1)" ]; then
    exit 0
fi
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
