#!/bin/sh
# Fetches the weights that are not here yet, then serves; `entrypoint.sh worker` works instead, and so
# with every other command of hexavox. Settings come from the environment and from .env, as always;
# where neither names a PORT it is 9001, which clients of whispermlx-asr-service expect.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
PATH=$folder/.venv/bin:$PATH

if [ -z "${PORT:-}" ] && ! grep -Eqs '^[[:space:]]*(export[[:space:]]+)?PORT=' .env; then
    export PORT=9001
fi
hexavox models fetch
if [ $# -eq 0 ]; then
    set -- serve
fi
exec hexavox "$@"
