"""Documents found by the names that users give them, and what is said where there is none."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from botocore.docs.bcdoc.restdoc import DocumentStructure
from botocore.docs.client import ClientDocumenter
from botocore.session import get_session

from harness.contract.diff import Change
from harness.contract.diff.documents import (
    Document,
    UnreadableDocument,
    diff_documents,
    installed,
    open_document,
)
from harness.models import botocore_version

KINDS = (
    "Name a version of botocore, a wheel of it, a folder with its models, a folder of schemas, a lock or a "
    "documentation page."
)


def description(**facts: Any) -> dict[str, Any]:
    return {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy", **facts},
        "operations": {"Do": {"name": "Do", "http": {"method": "POST", "requestUri": "/"}}},
        "shapes": {},
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as botocore's ``data``, with one service in two versions."""
    folder = tmp_path / "data"
    for version in ("2019-01-01", "2020-01-01"):
        (folder / "toy" / version).mkdir(parents=True)
        written = json.dumps(description(apiVersion=version))
        (folder / "toy" / version / "service-2.json").write_text(written)
    newest = folder / "toy" / "2020-01-01"
    (newest / "paginators-1.json").write_text('{"pagination": {"Do": {"result_key": "A"}}}')
    (folder / "endpoints.json").write_text("{}")
    return folder


def wheel(data: Path, name: str) -> Path:
    path = data.parent / name
    with zipfile.ZipFile(path, "w") as archive:
        for file in data.rglob("*.json"):
            content = gzip.compress(file.read_bytes()) if file.name == "service-2.json" else file.read_bytes()
            inside = f"botocore/data/{file.relative_to(data).as_posix()}"
            archive.writestr(inside + (".gz" if file.name == "service-2.json" else ""), content)
        archive.writestr("botocore/data/../../../escaped/service-2.json", "{}")
    return path


def assert_toy(document: Document) -> None:
    contract = document.load("toy")
    assert document.services == ("toy",)
    assert contract.model.api_version == "2020-01-01"
    assert contract.paginators == {"Do": {"result_key": "A"}}
    assert document.whole


@pytest.mark.parametrize("inside", ["data", "", "data/../data"])
def test_a_folder(data: Path, inside: str) -> None:
    assert_toy(open_document(str(data.parent / inside)))


def test_a_package_as_it_is_installed(data: Path) -> None:
    (data.parent / "site-packages" / "botocore").mkdir(parents=True)
    data.rename(data.parent / "site-packages" / "botocore" / "data")
    assert_toy(open_document(str(data.parent / "site-packages")))


def test_a_wheel(data: Path) -> None:
    document = open_document(str(wheel(data, "botocore-1.2.3-py3-none-any.whl")))
    assert document.name == "botocore 1.2.3"
    assert_toy(document)
    assert not (data.parent.parent / "escaped").exists()


def test_a_wheel_says_the_same_as_the_folder(data: Path) -> None:
    packed, unpacked = (
        open_document(str(wheel(data, "botocore-1.2.3-py3-none-any.whl"))),
        open_document(str(data)),
    )
    assert packed.content is not None
    assert unpacked.content is not None
    assert packed.content("toy") == unpacked.content("toy")
    assert list(diff_documents(packed, unpacked)) == []


@pytest.mark.parametrize("name", ["1.2.3", "botocore==1.2.3"])
def test_a_version_whose_wheel_is_found(data: Path, name: str) -> None:
    wheel(data, "botocore-1.2.3-py3-none-any.whl")
    assert_toy(open_document(name, [data.parent]))


@pytest.mark.parametrize("name", [botocore_version(), "installed"])
def test_the_installed_version(name: str) -> None:
    document = open_document(name)
    assert document.name == f"botocore {botocore_version()}"
    assert "cloudtrail" in document.services


def test_a_page(tmp_path: Path) -> None:
    client = get_session().create_client(
        "cloudtrail", region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-"
    )
    structure = DocumentStructure("lookup_events", target="html")
    ClientDocumenter(client, root_docs_path="")._add_client_method(
        structure, "lookup_events", client.lookup_events
    )
    page = tmp_path / "lookup_events.rst"
    page.write_bytes(structure.flush_structure())
    document = open_document(str(page))
    assert document.services == ("cloudtrail",)
    assert not document.whole
    assert list(diff_documents(document, installed())) == []
    assert list(diff_documents(installed(), document)) == []


CONTENTS = [
    ("broken.whl", b"PK no zip", "it is no wheel of botocore"),
    ("other.lock", b"{}", "it is no lock"),
    ("list.json", b"[]", "it is no lock"),
    ("parts.lock", b'{"format": 1, "operations": {}, "services": []}', "it is no lock"),
    ("text.lock", b"packages", "it is no lock: line 1 is no fact"),
    ("binary.lock", b"\xff\xfe", "it is no lock: 'utf-8' codec can't decode byte 0xff in position 0"),
]


@pytest.mark.parametrize(("name", "content", "reason"), CONTENTS)
def test_files_that_are_none(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as raised:
        open_document(str(path))
    assert str(raised.value).startswith(f"{path} cannot be compared: {reason}")
    assert str(raised.value).endswith(KINDS)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        open_document(str(tmp_path / "none"))
    assert (
        str(raised.value)
        == f"{tmp_path / 'none'} cannot be compared: there is no such file or folder. {KINDS}"
    )


def test_a_folder_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        open_document(str(tmp_path))
    assert str(raised.value) == f"{tmp_path} cannot be compared: it holds neither models nor schemas. {KINDS}"


def test_a_version_that_is_not_here() -> None:
    with pytest.raises(UnreadableDocument) as raised:
        open_document("1.0.1")
    assert str(raised.value) == (
        f"botocore 1.0.1 cannot be compared: it is not installed (botocore {botocore_version()} is), and no "
        "wheel of it is here. Get one with pip download botocore==1.0.1 --no-deps, and name its folder with "
        "--find-links."
    )


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"metadata": {}}', json.dumps(description(apiVersion=None) | {"operations": {"Do": {}}})],
)
def test_a_broken_model(data: Path, content: str) -> None:
    (data / "toy" / "2020-01-01" / "service-2.json").write_text(content)
    document = open_document(str(data))
    with pytest.raises(UnreadableDocument, match="its model of toy is broken"):
        list(diff_documents(document, Document("new", ("toy",), document.load)))


def test_a_model_that_is_not_whole(data: Path) -> None:
    path = data / "toy" / "2020-01-01" / "service-2.json"
    path.with_name("service-2.json.gz").write_bytes(gzip.compress(path.read_bytes())[:-20])
    path.unlink()
    document = open_document(str(data))
    with pytest.raises(UnreadableDocument, match="its model of toy is broken"):
        list(diff_documents(document, document))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "harness.lock"
    path.touch()
    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(UnreadableDocument) as raised:
        open_document(str(path))
    assert str(raised.value) == f"{path} cannot be compared: Permission denied. {KINDS}"


@pytest.mark.parametrize("schema", ["{}", "[]", '{"$id": "urn"}'])
def test_broken_schemas(tmp_path: Path, schema: str) -> None:
    (tmp_path / "toy.Do.request.json").write_text(schema)
    with pytest.raises(UnreadableDocument, match="its set of schemas of toy is broken"):
        open_document(str(tmp_path)).load("toy")


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        (
            {"format": 99},
            "its format is 99, and this harness reads 1 to 3. Write it again with harness lock.",
        ),
        ({"services": {"toy": {}}}, "its part on toy is broken"),
        ({"services": {"toy": {"operations": 5, "shapes": {}}}}, "its part on toy is broken"),
    ],
)
def test_broken_locks(tmp_path: Path, lock: dict[str, Any], message: str) -> None:
    path = tmp_path / "harness.lock"
    path.write_text(json.dumps({"format": 1, "operations": {}, "services": {}} | lock))
    with pytest.raises(UnreadableDocument) as raised:
        open_document(str(path)).load("toy")
    assert message in str(raised.value)


def test_services_that_came_and_went(data: Path) -> None:
    toy = open_document(str(data))
    none = Document("none", (), toy.load, whole=True)
    assert list(diff_documents(none, toy)) == [Change("service-added", "toy", "was added")]
    assert list(diff_documents(toy, none)) == [Change("service-removed", "toy", "was removed")]
    assert list(diff_documents(toy, none, lambda service: None)) == []
    page = Document("page", (), toy.load)
    assert list(diff_documents(toy, page)) == []
