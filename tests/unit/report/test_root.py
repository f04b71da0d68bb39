"""Where paths in reports start."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.root import Root, find_root


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder inside a repository."""
    folder = tmp_path / "checkout"
    (folder / ".git").mkdir(parents=True)
    (folder / "services/orders").mkdir(parents=True)
    return folder


def test_the_root_is_that_of_git(checkout: Path) -> None:
    assert find_root(checkout / "services/orders", {}) == Root(checkout.resolve())


def test_a_worktree_has_a_file_in_the_place_of_the_folder(checkout: Path) -> None:
    (checkout / ".git").rmdir()
    (checkout / ".git").write_text("gitdir: /elsewhere")
    assert find_root(checkout / "services", {}) == Root(checkout.resolve())


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_ci_names_the_checkout(checkout: Path, name: str) -> None:
    environ = {name: str(checkout.parent)}
    assert find_root(checkout / "services", environ) == Root(checkout.parent.resolve())


def test_the_checkout_of_another_job_is_none(checkout: Path) -> None:
    environ = {"GITHUB_WORKSPACE": str(checkout / "services"), "CI_PROJECT_DIR": ""}
    assert find_root(checkout, environ) == Root(checkout.resolve())


@pytest.mark.parametrize(
    ("cassette", "name"),
    [
        ("tapes/a.yaml", "services/tapes/a.yaml"),
        ("../tapes/a.yaml", "tapes/a.yaml"),
        ("/srv/tapes/a.yaml", "srv/tapes/a.yaml"),
        ("s3://tapes/a.yaml", "s3://tapes/a.yaml"),
        ("", ""),
    ],
)
def test_no_path_leads_up(checkout: Path, monkeypatch: pytest.MonkeyPatch, cassette: str, name: str) -> None:
    monkeypatch.chdir(checkout / "services")
    assert find_root(Path.cwd(), {}).name(cassette) == name


def test_a_link_is_named_where_it_is_if_what_it_leads_to_is_outside(checkout: Path, tmp_path: Path) -> None:
    (checkout / "inside.yaml").write_text("")
    for name, target in {
        "out.yaml": tmp_path / "elsewhere.yaml",
        "in.yaml": checkout / "inside.yaml",
    }.items():
        target.write_text("")
        (checkout / name).symlink_to(target)
    root = find_root(checkout, {})
    assert [root.name(str(checkout / name)) for name in ("out.yaml", "in.yaml")] == [
        "out.yaml",
        "inside.yaml",
    ]
    assert root.contains(str(checkout / "out.yaml"))
    assert not root.contains(str(tmp_path / "elsewhere.yaml"))
