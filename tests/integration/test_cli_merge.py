"""``harness cassette merge``: several cassettes into one, side files and all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.journal import Journal
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.side_files import LARGE, Spool, folder_of, path_of
from harness.cassette.store import load_cassette, save_cassette
from harness.cli import _group


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def merge(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["merge", *arguments])


def asked(limit: int) -> Interaction:
    facts = Facts("dynamodb", "ListTables", "eu-west-1", {"Limit": limit})
    return Interaction(Request("POST", "http://127.0.0.1/"), Response(200, "OK", (), b"{}"), facts)


def large(cassette: str) -> Interaction:
    with Spool(Path(cassette)) as spool:
        spool.write(cassette.encode() * LARGE)
        body = spool.finish()
    facts = Facts("s3", "GetObject", params={"Key": cassette}, response_body=body)  # type: ignore[arg-type]
    return Interaction(Request("GET", "http://127.0.0.1/b/k"), Response(200), facts)


def test_they_come_in_the_order_given_and_the_sources_stay() -> None:
    save_cassette("a.yaml", [asked(1), asked(2)], {"metadata": {"by": "a"}})
    save_cassette("b.json", [asked(3), asked(1)], {"metadata": {"by": "b"}, "note": 1})
    before = Path("a.yaml").read_bytes(), Path("b.json").read_bytes()
    result = merge("b.json", "a.yaml", "--out", "new/ab.yaml")
    assert (result.exit_code, result.output) == (0, "new/ab.yaml: 4 exchanges of 2 cassettes\n")
    merged = load_cassette("new/ab.yaml")
    assert list(merged.interactions) == [asked(3), asked(1), asked(1), asked(2)]
    assert merged.extras == {"metadata": {"by": "b"}, "note": 1}
    assert (Path("a.yaml").read_bytes(), Path("b.json").read_bytes()) == before


def test_doubles_are_dropped_if_asked_and_only_those_of_another_cassette() -> None:
    save_cassette("a.yaml", [asked(1), asked(1)])
    save_cassette("b.yaml", [asked(1), asked(2)])
    result = merge("a.yaml", "b.yaml", "--out", "ab.yaml", "--drop-doubles")
    assert result.output == "ab.yaml: 3 exchanges of 2 cassettes, 1 double left out\n"
    assert list(load_cassette("ab.yaml").interactions) == [asked(1), asked(1), asked(2)]


def test_large_bodies_come_along() -> None:
    for name in ("a.yaml", "b.yaml"):
        save_cassette(name, [large(name)])
    assert merge("a.yaml", "b.yaml", "--out", "ab.yaml").exit_code == 0
    both = load_cassette("ab.yaml").interactions
    assert len(both) == 2
    for one in both:
        assert one.facts is not None
        assert one.facts.response_body is not None
        assert path_of(Path("ab.yaml"), one.facts.response_body).stat().st_size == LARGE * len("a.yaml")
    assert len(list(folder_of(Path("a.yaml")).iterdir())) == 1


def test_a_lost_body_ends_it_with_nothing_written() -> None:
    save_cassette("a.yaml", [large("a.yaml")])
    (side_file,) = folder_of(Path("a.yaml")).iterdir()
    side_file.unlink()
    result = merge("a.yaml", "--out", "b.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: a.yaml has a large body in ")
    assert not Path("b.yaml").exists()


def test_an_existing_cassette_is_replaced_only_if_asked() -> None:
    save_cassette("a.yaml", [asked(1)])
    save_cassette("b.yaml", [asked(2)])
    before = Path("b.yaml").read_bytes()
    result = merge("a.yaml", "--out", "b.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        "harness: b.yaml already exists. Choose another --out, or replace it with --force.\n",
    )
    assert Path("b.yaml").read_bytes() == before
    assert merge("a.yaml", "b.yaml", "--out", "b.yaml", "--force").exit_code == 0
    assert list(load_cassette("b.yaml").interactions) == [asked(1), asked(2)]


def test_what_is_no_cassette_is_told_and_nothing_written() -> None:
    save_cassette("a.yaml", [asked(1)])
    Path("b.yaml").write_text("a: 1\n")
    result = merge("a.yaml", "b.yaml", "--out", "c.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("harness: b.yaml, line 1: this is not a cassette")
    assert merge("a.yaml", "none.yaml", "--out", "c.yaml").exit_code == 2
    assert not Path("c.yaml").exists()


def test_what_an_interrupted_recording_left_is_no_part_of_a_cassette() -> None:
    save_cassette("a.yaml", [asked(1)])
    journal = Journal("a.yaml")
    journal.append(asked(2))
    journal._file.close()  # as if its process had died
    left = journal.path.read_bytes()
    assert merge("a.yaml", "--out", "b.yaml").output == "b.yaml: 1 exchange of 1 cassette\n"
    assert journal.path.read_bytes() == left
