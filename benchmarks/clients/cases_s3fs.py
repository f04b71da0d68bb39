"""What a user does with s3fs, from its documentation and that of fsspec."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import fsspec
import s3fs

Case = Callable[[], Any]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__.replace("_", " ")] = function
    return function


def files() -> Any:
    return s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)


@case
def list_buckets_and_keys() -> None:
    assert files().ls("")
    found = files().ls("orders")
    assert found
    assert all(name.startswith("orders/") for name in found)


@case
def make_a_bucket() -> None:
    files().makedirs("fresh-bucket", exist_ok=True)  # without state, every bucket is there


@case
def find_glob_walk_and_du() -> None:
    assert files().find("orders")
    files().glob("orders/*")
    assert list(files().walk("orders", maxdepth=1))
    assert files().du("orders") >= 0


@case
def exists_and_info() -> None:
    assert files().exists("orders/a.csv")
    info = files().info("orders/a.csv")
    assert info["type"] == "file"
    assert files().isfile("orders/a.csv")
    assert files().checksum("orders/a.csv")


@case
def write_and_read_text() -> None:
    with files().open("orders/a.csv", "w") as file:
        file.write("a,b\n1,2\n")
    with files().open("orders/a.csv", "rb") as file:
        assert len(file.read()) == file.size


@case
def pipe_and_cat() -> None:
    files().pipe("orders/a", b"text")
    assert isinstance(files().cat("orders/a"), bytes)
    assert len(files().cat_file("orders/a", start=0, end=2)) <= 2


@case
def write_in_parts() -> None:
    with files().open("orders/large", "wb", block_size=5 << 20) as file:
        file.write(bytes(12 << 20))


@case
def put_and_get_a_file() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"text")
        files().put(str(path), "orders/file")
        files().get_file("orders/file", str(path))  # without state, a file is a folder as well
        assert path.stat().st_size == files().size("orders/file")


@case
def copy_move_and_remove() -> None:
    files().copy("orders/a", "orders/b")
    files().mv("orders/a", "orders/b")
    files().rm("orders/b")


@case
def remove_recursively() -> None:
    files().rm("orders/2026", recursive=True)


@case
def touch_tags_and_metadata() -> None:
    files().touch("orders/empty")
    files().put_tags("orders/a", {"a": "b"})
    assert isinstance(files().get_tags("orders/a"), dict)
    files().metadata("orders/a")


@case
def sign_a_url() -> None:
    assert urlopen(files().sign("orders/a")).status == 200


@case
def open_by_url() -> None:
    with fsspec.open("s3://orders/a", "rb") as file:
        file.read()


if __name__ == "__main__":
    from trial import run

    run(CASES)
