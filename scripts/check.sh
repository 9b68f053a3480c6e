#!/bin/sh
# Lint, types, settings and migrations: under a minute.
set -eu
python=.venv/bin/python
echo "== Gaya, jenis, pengaturan, migrasi"
.venv/bin/ruff format --check --quiet .
.venv/bin/ruff check --quiet .
.venv/bin/djlint --lint --quiet templates
.venv/bin/mypy
$python manage.py makemigrations --check --dry-run
SECRET_KEY=$($python -c "import secrets; print(secrets.token_urlsafe(64))") ALLOWED_HOSTS=pulih.example.go.id \
    $python -W error::DeprecationWarning manage.py check --deploy --fail-level WARNING
