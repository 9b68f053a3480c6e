#!/bin/sh
# A real office: production settings only; says what to do when something is missing.
# What .env says is read by the settings and the web server themselves.
set -eu
if [ -z "${SECRET_KEY:-}" ] && ! grep -qs '^SECRET_KEY=.' .env; then
    echo "Belum ada pengaturan kantor: salin .env.example ke .env dan isi SECRET_KEY serta ALLOWED_HOSTS." >&2
    exit 1
fi
python=.venv/bin/python
$python manage.py check --deploy --fail-level WARNING
if ! $python manage.py migrate --check >/dev/null 2>&1; then
    echo "Basis data belum mutakhir. Buat cadangan, lalu jalankan: $python manage.py migrate" >&2
    exit 1
fi
$python manage.py createcachetable --verbosity 0
sh scripts/static.sh
# Background work runs beside the server; with WORK=apart its own service does it.
work=${WORK:-$(sed -n "s/^WORK=//p" .env 2>/dev/null || true)}
[ "$work" = apart ] || sh scripts/beside.sh $$ &
exec .venv/bin/gunicorn config.wsgi --config config/gunicorn.py
