#!/bin/sh
# Measures the pages on a whole country: see docs/performance.md. What it makes stays in BENCH_HOME for the
# next run: the databases, the keys of their invented people, the results, the picture.
# More words go to `manage.py bench`.
set -eu
home=${BENCH_HOME:-/tmp/pulih-bench}
mkdir -p "$home"
export PULIH_VAR="$home/var" PULIH_DEMO=1
sh scripts/static.sh
# A quarter of the memory of a machine of 4 GB, and a disk that seeks for nothing.
PG_KEEP="$home/pg" PG_FSYNC=on \
    PG_SETTINGS="-c shared_buffers=1GB -c effective_cache_size=3GB -c random_page_cost=1.1 -c work_mem=16MB -c max_wal_size=4GB" \
    sh scripts/postgres.sh .venv/bin/python manage.py bench --home "$home" "$@"
