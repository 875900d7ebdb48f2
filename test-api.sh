#!/bin/sh
# Asks a running service what its clients ask, and says what does not answer as it should:
#   ./test-api.sh [host] [port] [file]
# HEXAVOX_API_KEY holds a key, where one is needed. Ends with the number of failures.
set -u
host=${1:-localhost}
port=${2:-8000}
file=${3:-}
case $host in
    http://* | https://*) base=$host:$port ;;
    *) base=http://$host:$port ;;
esac
failures=0
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# expect NAME WORDS CURL-ARGUMENTS...: 200, and a body with these words.
expect() {
    name=$1
    words=$2
    shift 2
    if [ -n "${HEXAVOX_API_KEY:-}" ]; then
        set -- --header "Authorization: Bearer $HEXAVOX_API_KEY" "$@"
    fi
    status=$(curl --silent --show-error --output "$answer" --write-out '%{http_code}' "$@")
    if [ "$status" = 200 ] && grep -q -- "$words" "$answer"; then
        echo "  ok      $name"
    else
        echo "  FAILED  $name: status $status, $(head -c 300 "$answer")"
        failures=$((failures + 1))
    fi
}

expect 'GET /health' '"status"' "$base/health"
expect 'GET /health/live' '"status"' "$base/health/live"
expect 'GET /v1/models' '"data"' "$base/v1/models"
expect 'GET /openapi.json' '"/asr"' "$base/openapi.json"
if [ -n "$file" ]; then
    expect 'POST /asr, json' '"segments"' "$base/asr?output_format=json" --form "audio_file=@$file"
    expect 'POST /asr, srt' '-->' "$base/asr?output=srt" --form "audio_file=@$file"
    expect 'POST /detect-language' '"language_code"' "$base/detect-language" --form "audio_file=@$file"
    expect 'POST /v1/audio/transcriptions' '"text"' "$base/v1/audio/transcriptions" \
        --form "file=@$file" --form model=whisper-1
    expect 'POST /api/audio' '"clip_id"' "$base/api/audio" --form "file=@$file"
else
    echo '  skipped everything that needs a recording: name one behind the port'
fi
exit "$failures"
