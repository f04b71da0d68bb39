"""Loading a cassette, beside parsing the same file and doing nothing with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import orjson
import yaml
from measure import Measure, Row, Target, compare, seconds_of
from replay import interaction

from harness.cassette.store import load_cassette, save_cassette

SIZES = {"yaml": 1_000, "json": 20_000}
TARGET = Target("ratio", 1.15)


def rows(rounds: int) -> Iterator[Row]:
    """Measure both formats."""
    with tempfile.TemporaryDirectory() as folder:
        for ending, size in SIZES.items():
            path = Path(folder) / f"cassette.{ending}"
            save_cassette(path, map(interaction, range(size)))
            what = f"load a cassette, {size:,} interactions, {ending.upper()}"
            peer, parse = PARSERS[ending]
            yield compare(what, peer, TARGET, loaded(path), parse(path), rounds)


def loaded(path: Path) -> Measure:
    return lambda: seconds_of(partial(load_cassette, path))


def parsed_yaml(path: Path) -> Measure:
    return lambda: seconds_of(lambda: yaml.load(path.read_bytes(), yaml.CSafeLoader))


def parsed_json(path: Path) -> Measure:
    return lambda: seconds_of(lambda: orjson.loads(path.read_bytes()))


PARSERS = {"yaml": ("yaml.CSafeLoader", parsed_yaml), "json": ("orjson", parsed_json)}
