#!/usr/bin/env bash
# Records the cassettes of test_replay.py again, with what the program printed, from `harness serve` on loopback:
# nothing in them is from AWS.
set -euo pipefail
cd "$(dirname "$0")"
url=http://127.0.0.1:4583
harness serve --port "${url##*:}" --seed 7 --faults throttle=0.1 >&2 &
trap 'kill %1' EXIT
until curl --silent --fail --output /dev/null "$url/_harness/health"; do sleep 0.2; done

export AWS_ENDPOINT_URL=$url AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
record() { # NAME ARGUMENT...
    harness record -c "cassettes/test_replay/$1.yaml" --source "harness serve, synthetic, seed 7" -- \
        insight-reporter "${@:2}" >"printed/$1.txt"
}
rm -rf cassettes printed
mkdir printed
record trail trail orders --start 2026-11-14 --end 2026-11-21
record service service 7c8e5f1a-4b2d-4e6f-9a3c-5d7e8f1a2b3c
record internet internet event-1
