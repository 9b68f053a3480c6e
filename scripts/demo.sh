#!/bin/sh
# The Barabai demo on this computer: made at the first run, only served at the next ones.
#   PORT=8000 RESET=1 sh scripts/demo.sh
set -eu
port=${PORT:-8000}
export PULIH_DEMO=1
unset SECRET_KEY DEBUG
mkdir -p var
python=.venv/bin/python

if [ "${RESET:-}" = 1 ]; then
    $python manage.py demo --reset
fi
$python manage.py migrate --verbosity 0
$python manage.py createcachetable --verbosity 0
sh scripts/static.sh
$python manage.py demo

.venv/bin/gunicorn config.wsgi --bind "127.0.0.1:$port" --config config/gunicorn.py &
server=$!
sh scripts/beside.sh $server &
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; exit 0' INT TERM
tries=0
until $python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/masuk/', timeout=5)" 2>/dev/null; do
    kill -0 $server 2>/dev/null || exit 1
    tries=$((tries + 1))
    [ $tries -lt 60 ] || { echo "Server tidak menjawab." >&2; kill $server; exit 1; }
    sleep 0.5
done
echo "Pulih siap di http://127.0.0.1:$port/"
wait $server
