#!/bin/sh
# Makes the namespace that is named, unless it is there. TEMPORAL_ADDRESS says where.
set -eu

tries=0
until temporal operator cluster health; do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
        echo "Temporal does not answer at $TEMPORAL_ADDRESS" >&2
        exit 1
    fi
    sleep 2
done
temporal operator namespace describe --namespace "$1" || temporal operator namespace create --namespace "$1"
