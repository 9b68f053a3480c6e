#!/bin/sh
# Bring .venv in line with one requirements file; nothing to do when it already is.
#   scripts/venv.sh requirements/demo.txt
set -eu
wanted=$1
stamp=.venv/installed
# The larger set contains the smaller ones.
if [ -f "$stamp" ] && { cmp -s "$stamp" "$wanted" || cmp -s "$stamp" requirements/development.txt; }; then
    exit 0
fi
[ -x .venv/bin/python ] || "$(sh scripts/python.sh)" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted"
cp "$wanted" "$stamp"
