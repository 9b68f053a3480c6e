#!/bin/sh
# Everything that must hold, in the order in which it is cheapest to fail.
# A missing PostgreSQL or Chromium is installed where that is allowed, else named and skipped;
# with CI=true nothing may be missing.
set -eu
python=.venv/bin/python
pytest="$python -m pytest -q"
workers=${TEST_WORKERS:-2}

missing() {
    echo "Dilewati: $1 tidak ada dan tidak dapat dipasang di sini." >&2
    [ "${CI:-}" != true ] || exit 1
}

step() {
    echo
    echo "== $1"
}

sh scripts/check.sh

step "Unit, akses, dan kebiasaan di SQLite"
$pytest -n "$workers" -m "not journey and not robustness"

step "Unit, akses, dan kebiasaan di PostgreSQL"
code=0
sh scripts/postgres.sh $pytest -n "$workers" -m "not journey and not robustness" || code=$?
if [ $code = 3 ] && [ -z "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ]; then missing PostgreSQL
elif [ $code != 0 ]; then exit $code; fi

# Real servers under load and power cuts; ROBUSTNESS=full asks for the whole of it.
step "Ketahanan di SQLite"
$pytest -m robustness
step "Ketahanan di PostgreSQL"
code=0
PG_FSYNC=on sh scripts/postgres.sh $pytest -m robustness || code=$?
if [ $code = 3 ] && [ -z "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ]; then missing PostgreSQL
elif [ $code != 0 ]; then exit $code; fi

code=0
chromium=$(sh scripts/chromium.sh) || code=$?
if [ $code != 0 ]; then
    missing Chromium
else
    export CHROMIUM="$chromium"
    step "Perjalanan di peramban, SQLite"
    $pytest -n "$workers" --dist worksteal -m journey
    step "Perjalanan di peramban, PostgreSQL"
    code=0
    sh scripts/postgres.sh $pytest -n "$workers" --dist worksteal -m journey || code=$?
    if [ $code = 3 ] && [ -z "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ]; then missing PostgreSQL
    elif [ $code != 0 ]; then exit $code; fi
fi
echo
echo "Semua pemeriksaan lulus."
