from __future__ import annotations

from pathlib import Path

import pytest

from harness.cassette.errors import CassetteNotFound, CassetteNotWritable, LinkLeadsOut, MalformedCassette
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.removal import remove_cassette, remove_interactions
from harness.cassette.side_files import LARGE, Spool, folder_of
from harness.cassette.store import load_cassette, save_cassette


def interaction(number: int) -> Interaction:
    return Interaction(Request("GET", f"http://127.0.0.1/{number}"), Response(200))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tape.yaml"
    with Spool(path) as spool:
        spool.write(b"x" * (LARGE + 1))
        body = spool.finish()
    facts = Facts("s3", "GetObject", params={}, response_body=body)  # type: ignore[arg-type]
    large = Interaction(Request("GET", "http://127.0.0.1/large"), Response(200), facts)
    save_cassette(path, [interaction(1), large, interaction(3)], {"metadata": 1})
    return path


def test_interactions_go_with_their_side_files(path: Path) -> None:
    remove_interactions(path, {2})
    cassette = load_cassette(path)
    assert (list(cassette.interactions), cassette.extras) == (
        [interaction(1), interaction(3)],
        {"metadata": 1},
    )
    assert list(path.parent.iterdir()) == [path]


def test_all_of_them_leave_an_empty_cassette(path: Path) -> None:
    remove_interactions(path, {1, 2, 3})
    assert list(load_cassette(path).interactions) == []


def test_a_cassette_goes_with_its_side_files(path: Path) -> None:
    assert folder_of(path).exists()
    remove_cassette(path)
    assert list(path.parent.iterdir()) == []


def test_a_link_goes_alone(path: Path) -> None:
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    remove_cassette(link)
    assert not link.exists()
    assert len(list(folder_of(path).iterdir())) == 1


def test_what_cannot_be_removed_is_told_and_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CassetteNotFound):
        remove_interactions(path.with_name("none.yaml"), {1})
    with pytest.raises(CassetteNotWritable):
        remove_cassette(path.with_name("none.yaml"))
    (path.parent / "other.yaml").write_text("a: 1\n")
    with pytest.raises(MalformedCassette):
        remove_interactions(path.with_name("other.yaml"), {1})
    inside = path.parent / "folder"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(path)
    for remove in (
        lambda: remove_cassette(inside / "link.yaml"),
        lambda: remove_interactions(inside / "link.yaml", {1}),
    ):
        with pytest.raises(LinkLeadsOut):
            remove()
    assert len(load_cassette(path).interactions) == 3
