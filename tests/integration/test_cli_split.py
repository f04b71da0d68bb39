"""``harness cassette split``: one cassette into several, side files and all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.side_files import LARGE, Spool, folder_of
from harness.cassette.store import load_cassette, save_cassette
from harness.cli import _group


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def split(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["split", *arguments])


def of(service: str, operation: str, number: int = 0) -> Interaction:
    facts = Facts(service, operation, params={"Limit": number})
    return Interaction(Request("POST", "http://127.0.0.1/"), Response(200), facts)


MIXED = [
    of("dynamodb", "ListTables", 1),
    of("s3", "ListBuckets"),
    of("dynamodb", "DescribeTable"),
    of("dynamodb", "ListTables", 2),
    of("../../etc", "passwd"),
    Interaction(Request("GET", "http://127.0.0.1/health"), Response(200)),
]


def test_by_service() -> None:
    save_cassette("shop.yaml", MIXED, {"metadata": 1})
    result = split("shop.yaml", "--by", "service")
    assert (result.exit_code, result.output) == (
        0,
        "shop.dynamodb.yaml: 3 exchanges\nshop.s3.yaml: 1 exchange\nshop.other.yaml: 2 exchanges\n",
    )
    part = load_cassette("shop.dynamodb.yaml")
    assert list(part.interactions) == [MIXED[0], MIXED[2], MIXED[3]]
    assert part.extras == {"metadata": 1}
    assert list(load_cassette("shop.other.yaml").interactions) == MIXED[4:]
    assert list(load_cassette("shop.yaml").interactions) == MIXED


def test_by_operation_into_a_folder() -> None:
    save_cassette("shop.json", MIXED)
    assert split("shop.json", "--by", "operation", "--out", "parts").exit_code == 0
    assert sorted(path.name for path in Path("parts").iterdir()) == [
        "shop.dynamodb.DescribeTable.json",
        "shop.dynamodb.ListTables.json",
        "shop.other.json",
        "shop.s3.ListBuckets.json",
    ]


def test_by_size_and_back_together() -> None:
    save_cassette("shop.yaml", [of("s3", "ListBuckets", number) for number in range(21)])
    result = split("shop.yaml", "--size", "2", "--out", "parts")
    lines = result.output.splitlines()
    assert (lines[0], lines[-1]) == (
        "parts/shop.01.yaml: 2 exchanges",
        "parts/shop.11.yaml: 1 exchange",
    )
    parts = [str(path) for path in sorted(Path("parts").iterdir())]
    assert CliRunner().invoke(_group, ["merge", *parts, "--out", "again.yaml"]).exit_code == 0
    assert Path("again.yaml").read_bytes() == Path("shop.yaml").read_bytes()


def test_large_bodies_go_with_their_interactions() -> None:
    with Spool(Path("shop.yaml")) as spool:
        spool.write(b"x" * (LARGE + 1))
        body = spool.finish()
    facts = Facts("s3", "PutObject", params={}, request_body=body)  # type: ignore[arg-type]
    save_cassette(
        "shop.yaml", [*MIXED, Interaction(Request("PUT", "http://127.0.0.1/b/k"), Response(200), facts)]
    )
    split("shop.yaml", "--by", "service")
    (side_file,) = folder_of(Path("shop.s3.yaml")).iterdir()
    assert side_file.read_bytes() == b"x" * (LARGE + 1)
    assert not folder_of(Path("shop.dynamodb.yaml")).exists()
    assert len(list(folder_of(Path("shop.yaml")).iterdir())) == 1


def test_existing_cassettes_are_replaced_only_if_asked() -> None:
    save_cassette("shop.yaml", MIXED)
    save_cassette("shop.s3.yaml", [])
    result = split("shop.yaml", "--by", "service")
    assert (result.exit_code, result.stderr) == (
        2,
        "harness: shop.s3.yaml already exists. Choose another --out, or replace it with --force.\n",
    )
    assert not Path("shop.dynamodb.yaml").exists()
    assert split("shop.yaml", "--by", "service", "--force").exit_code == 0
    assert len(load_cassette("shop.s3.yaml").interactions) == 1


@pytest.mark.parametrize("how", [(), ("--by", "service", "--size", "3")])
def test_how_to_split_is_to_be_said(how: tuple[str, ...]) -> None:
    save_cassette("shop.yaml", MIXED)
    result = split("shop.yaml", *how)
    assert result.exit_code == 2
    assert "Say how to split: either --by service, --by operation, or --size N." in result.stderr
