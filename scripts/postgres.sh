#!/bin/sh
# A throw-away PostgreSQL on a free port for the length of one command:
#   scripts/postgres.sh python -m pytest …
# sets DATABASE_URL for it. Exit code 3: there is no PostgreSQL and it may not be installed.
# PG_KEEP=DIRECTORY keeps the data there for the next time; PG_SETTINGS="-c name=value …" sets more.
set -eu

find_bin() {
    for dir in /usr/lib/postgresql/*/bin; do
        [ -x "$dir/initdb" ] && echo "$dir"
    done | sort -V | tail -n 1
}

bin=$(find_bin)
if [ -z "$bin" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; } >&2
    bin=$(find_bin)
fi
[ -n "$bin" ] || exit 3

if [ -n "${PG_KEEP:-}" ]; then
    mkdir -p "$PG_KEEP"
    dir=$(cd "$PG_KEEP" && pwd)
else
    dir=$(mktemp -d /tmp/pulih-postgres.XXXXXX)
fi
port=$(.venv/bin/python -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
as=""
if [ "$(id -u)" = 0 ]; then
    # initdb refuses to run as root.
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /bin/sh postgres
    chown postgres "$dir"
    as="runuser -u postgres --"
fi
stop() {
    if [ -n "${PG_KEEP:-}" ]; then
        $as "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null 2>&1 || true
    else
        $as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
        rm -rf "$dir"
    fi
}
trap stop EXIT
trap 'exit 130' INT TERM
cd_back=$(pwd)
cd "$dir"
[ -d "$dir/data" ] ||
    $as "$bin/initdb" -D "$dir/data" -U pulih --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
$as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
    -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=${PG_FSYNC:-off} -c max_connections=200 ${PG_SETTINGS:-}" start >/dev/null
$as "$bin/createdb" -h 127.0.0.1 -p "$port" -U pulih pulih 2>/dev/null || [ -n "${PG_KEEP:-}" ]
cd "$cd_back"
DATABASE_URL="postgresql://pulih@127.0.0.1:$port/pulih" "$@"
