"""Feed broken and hostile cassettes to all that reads them, for as long as asked: ``make fuzz-cassettes``.

Each input is a cassette of ``cassettes/`` or ``tests/corpus/cassettes/`` with a few mutations: of its bytes,
or of its values, written as YAML or JSON. It is loaded, checked and redacted. What fails otherwise than with
an error of harness's own, or takes longer than `LONGEST`, is a finding; its file is kept.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from harness.cassette import yaml_format
from harness.cassette.errors import CassetteNotFound
from harness.cassette.store import load_cassette
from harness.errors import HarnessError
from harness.redaction.cassette import redact_cassette
from harness.report.check import check

ROOT = Path(__file__).parents[1]
SEEDS = [*sorted(ROOT.glob("cassettes/*.yaml")), *sorted(ROOT.glob("tests/corpus/cassettes/*"))]
OPERATIONS = (
    "sts.AssumeRole",
    "s3.ListObjectsV2",
    "s3.GetObject",
    "ec2.DescribeInstances",
    "dynamodb.GetItem",
    "cloudwatch.ListMetrics",
    "lambda.InvokeWithResponseStream",
    "bedrock-runtime.ConverseStream",
    "secretsmanager.GetSecretValue",
)
HARNESS = str(Path(sys.executable).with_name("harness"))
LONGEST = 20.0
MEMORY = 4 << 30
TEXTS = (
    "",
    "\0",
    "x" * 5000,
    "../../etc/passwd",
    "http://[",
    "https://sts.us-east-1.amazonaws.com:99999/",
    "https://b.s3.amazonaws.com/k?X-Amz-Signature=%zz&a",
    "application/cbor",
    "application/vnd.amazon.eventstream",
    "gzip",
    "aws-chunked",
    "deflate",
    "[" * 3000,
    "<a>" * 3000,
    '{"a":' * 1500,
    "password=" * 300,
    "\\" * 3000,
    "AKIA" * 500,
    "9" * 5000,
    "1e999",
    "Mon, 99 Foo 9999999999 99:99:99 GMT",
    "sts",
    "AssumeRole",
    "&a *a",
    "!!python/object:os.system",
)
BLOBS = (
    b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xd8\x1c\x81\xd8\x1d\x00",
    b"\x81" * 5000,
    gzip.compress(b"\0" * 2_000_000),
    gzip.compress(b"\0" * 100)[:-9],
    b"\x1f\x8b",
    b"\xff\xff\xff\xff\xff\xff\xff\xf0" * 100,
    b"5;chunk-signature=0\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n",
    b"ffffffff\r\n",
)
NUMBERS = (0, -1, 99, 10**18, -(10**18), 2**63, 1.5, 1e308, float("inf"), float("nan"), True, None)


def main() -> None:
    """Run for a time, print what was tried and found, and fail if anything was."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(run(Path(folder), arguments))


def run(folder: Path, arguments: argparse.Namespace) -> int:
    """Try mutated cassettes until the time is over; return how many findings there are."""
    chance = random.Random(arguments.seed)
    outcomes: Counter[str] = Counter()
    seeds = [seed.read_bytes() for seed in (*SEEDS, *synthetic(folder))]
    end = time.monotonic() + arguments.minutes * 60
    findings = inputs = 0
    slowest = 0.0
    while time.monotonic() < end:
        name, content = mutant(chance, seeds)
        path = folder / name
        path.write_bytes(content)
        began = time.process_time()
        failure = try_one(path, outcomes)
        took = time.process_time() - began
        slowest = max(slowest, took)
        inputs += 1
        if failure or took > LONGEST:
            findings += 1
            arguments.findings.mkdir(exist_ok=True)
            kept = arguments.findings / f"{arguments.seed}-{inputs}{path.suffix}"
            shutil.copy(path, kept)
            print(f"{kept}: {failure or f'took {took:.0f} s'}", flush=True)
    print(f"{inputs:,} inputs, {findings} findings, slowest {slowest:.1f} s; {dict(outcomes.most_common())}")
    return min(findings, 100)


def synthetic(folder: Path) -> list[Path]:
    """Make a cassette of each protocol, and of event streams."""
    paths = []
    for operation in OPERATIONS:
        path = folder / f"{operation}.json"
        command = [HARNESS, "synth", operation, "-n", "3", "--cassette", str(path)]
        if not subprocess.run(command, check=False, capture_output=True).returncode:
            paths.append(path)
    return paths


def try_one(path: Path, outcomes: Counter[str]) -> str | None:
    """Load, check and redact a file; return the traceback of a failure that is not harness's own."""
    try:
        cassette = load_cassette(path)
        list(cassette.interactions)
        check(cassette)
        redact_cassette(path)
        redacted = path.read_bytes()
        redact_cassette(path)
        if path.read_bytes() != redacted:
            return "redacting twice changes something"
        outcomes["read"] += 1
    except CassetteNotFound:
        raise
    except HarnessError as error:
        outcomes[type(error).__name__] += 1
    except Exception:
        return traceback.format_exc(limit=-4)
    return None


def mutant(chance: random.Random, seeds: list[bytes]) -> tuple[str, bytes]:
    """Return a file name and the content of a mutated cassette."""
    content = chance.choice(seeds)
    if chance.random() < 0.1:
        return chance.choice(("a.yaml", "a.json")), bytes(mutated_bytes(bytearray(content[:20_000]), chance))
    try:
        value = yaml_format.parse(content)  # JSON is YAML
    except ValueError:
        return mutant(chance, seeds)
    inside = value
    if isinstance(value, dict) and isinstance(value.get("interactions"), list):
        chance.shuffle(value["interactions"])
        del value["interactions"][chance.randint(1, 3) :]
        inside = value["interactions"]
    for _ in range(chance.randint(1, 4)):
        mutate(inside if chance.random() < 0.95 else value, chance)
    if chance.random() < 0.5:
        text = json.dumps(
            value, default=lambda each: each.decode("latin-1"), ensure_ascii=chance.random() < 0.5
        )
        return "a.json", text.encode("utf-8", "surrogatepass")
    try:
        return "a.yaml", yaml_format.serialize(value)
    except ValueError:  # what YAML cannot write
        return "a.yaml", repr(value).encode("utf-8", "surrogatepass")


def mutated_bytes(content: bytearray, chance: random.Random) -> bytearray:
    """Change a few bytes: flip, cut, repeat, insert."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content) + 1)
        end = min(start + chance.choice((1, 2, 8, 60)), len(content))
        match chance.randrange(4):
            case 0:
                content[start:end] = chance.randbytes(end - start)
            case 1:
                del content[start:end]
            case 2:
                content[start:start] = content[start:end] * chance.choice((1, 3, 50))
            case 3:
                content[start:start] = chance.choice(
                    (b"\0", b"&a ", b"*a", b"!!int ", b"- ", b"\n", b"\xff", b"{", b"[")
                )
    return content


def mutate(value: Any, chance: random.Random) -> None:
    """Replace, remove or repeat one value somewhere in a tree of lists and dicts."""
    here = value
    while isinstance(here, dict | list) and here:
        key = chance.choice(list(here)) if isinstance(here, dict) else chance.randrange(len(here))
        inner = here[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            here = inner
            continue
        match chance.randrange(20):
            case 0:
                del here[key]
            case 1 if isinstance(here, dict):
                here[str(chance.choice(TEXTS))] = inner
            case _:
                here[key] = anything(inner, chance)
        return


def anything(old: Any, chance: random.Random) -> Any:
    """Return a value that is awkward where the old one stood."""
    if isinstance(old, str) and chance.random() < 0.7:  # of the same type, to get further
        return chance.choice(TEXTS) if chance.random() < 0.98 else "\udc80"
    blob = chance.choice(BLOBS)
    return chance.choice(
        (
            chance.choice(TEXTS),
            chance.choice(TEXTS),
            chance.choice(NUMBERS),
            {"base64_string": base64.b64encode(blob).decode()},
            base64.b64encode(blob).decode(),
            [],
            {},
            [old],
            {"string": old},
            [[old] * 5] * 5,
        )
    )


if __name__ == "__main__":
    main()
