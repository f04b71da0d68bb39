#!/usr/bin/env bash
# What CI runs, in an environment of its own: everything needed is installed, nothing but loopback is asked.
#
# Usage: ci.sh [WHEEL]    WHEEL: a harness that is not released yet
set -euo pipefail
harness=${1:+$(realpath "$1")}
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m venv "$work/venv"
export PATH=$work/venv/bin:$PATH
python -m pip install --quiet --upgrade pip
python -m pip install --quiet . ${harness:+"aws-contract-harness @ file://$harness"} --group dev

mypy
pyright

pytest -q --cassette-unused --contract-fail-under 70

# What was recorded: against the contract of the botocore that is installed today ...
harness check tests/cassettes --format text --format junit="$work/contract.xml" --format sarif="$work/contract.sarif"
harness coverage tests/cassettes --fail-under 60
harness lock --check tests/cassettes --fail-on warning
harness report tests/cassettes --out "$work/contract.html"

# ... and what CI keeps of it.
if [[ -n ${ARTIFACTS:-} ]]; then
    mkdir -p "$ARTIFACTS"
    cp "$work"/contract.* "$ARTIFACTS"
fi
