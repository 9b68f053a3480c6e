#!/bin/sh
# Print a Python between 3.11 and 3.13 that can make virtual environments; install what Debian lacks.
set -eu
for name in python3.13 python3.12 python3.11 python3 python; do
    found=$(command -v "$name" 2>/dev/null) || continue
    "$found" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
    if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >&2
        else
            echo "Python di $found tidak dapat membuat lingkungan virtual: pasang paket python3-venv." >&2
            exit 1
        fi
    fi
    echo "$found"
    exit 0
done
echo "Pulih memerlukan Python 3.11, 3.12, atau 3.13." >&2
exit 1
