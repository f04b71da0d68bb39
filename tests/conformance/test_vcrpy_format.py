"""Cassettes pass between harness, vcrpy and pytest-recording, both ways, with real exchanges."""

from __future__ import annotations

import http.client
import zlib
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import vcr
from botocore.config import Config
from moto.server import ThreadedMotoServer

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import load_cassette, save_cassette

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BINARY = bytes(range(256)) * 4
URI = "http://127.0.0.1:1/things"
FACTS = Facts(
    "sqs", "ListQueues", "us-east-1", {"MaxResults": 10}, "json", "2026-01-01T00:00:00Z", "http://127.0.0.1:1"
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client(service: str, url: str) -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )


def script(url: str) -> list[Any]:
    """Calls whose recordings are awkward: binary bodies, a response with a checksum, XML and JSON errors."""
    s3, dynamodb = client("s3", url), client("dynamodb", url)
    s3.create_bucket(Bucket="things")
    s3.put_object(Bucket="things", Key="binary", Body=BINARY)
    s3.put_object(Bucket="things", Key="text", Body="two\r\nlines\x85".encode())
    dynamodb.create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="things", Item={"Id": {"S": "é"}, "Data": {"B": BINARY}})
    with pytest.raises(s3.exceptions.NoSuchKey) as no_key:
        s3.get_object(Bucket="things", Key="none")
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as no_table:
        dynamodb.get_item(TableName="none", Key={"Id": {"S": "a"}})
    return [
        s3.get_object(Bucket="things", Key="binary")["Body"].read(),
        s3.get_object(Bucket="things", Key="text")["Body"].read(),
        dynamodb.get_item(TableName="things", Key={"Id": {"S": "é"}})["Item"],
        no_key.value.response["Error"],
        no_table.value.response["Error"],
    ]


@pytest.fixture(scope="module")
def recorded(moto_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A cassette of the script that plain vcrpy wrote, and what the calls returned."""
    path = tmp_path_factory.mktemp("vcrpy") / "script.yaml"
    with vcr.use_cassette(str(path), record_mode="all"):
        returned = script(moto_url)
    return path, returned


def test_harness_reads_what_vcrpy_recorded(recorded: tuple[Path, list[Any]]) -> None:
    path, returned = recorded
    assert "!!python/object/new:_io.BytesIO" in path.read_text(), "vcrpy writes bodies as object tags"
    cassette = load_cassette(path)
    assert len(cassette.interactions) == 10
    by_uri = {
        (item.request.method, item.request.uri.rsplit("/", 1)[-1]): item for item in cassette.interactions
    }
    assert by_uri["PUT", "binary"].request.body == BINARY
    assert by_uri["GET", "binary"].response.body == BINARY == returned[0]
    assert by_uri["GET", "text"].response.body == "two\r\nlines\x85".encode() == returned[1]
    get_item = cassette.interactions[-1]
    headers = {name.lower(): value for name, value in get_item.response.headers}
    assert int(headers["x-amz-crc32"]) == zlib.crc32(get_item.response.body)
    for item in cassette.interactions:
        assert item.facts is None
        assert dict(item.request.headers)["User-Agent"].startswith("Boto3/")


def test_vcrpy_plays_what_harness_read_and_saved(
    recorded: tuple[Path, list[Any]], moto_url: str, tmp_path: Path
) -> None:
    path, returned = recorded
    saved = tmp_path / "saved.yaml"
    save_cassette(saved, load_cassette(path).interactions)
    text = saved.read_text()
    assert "!!python" not in text
    assert "AWS4-HMAC-SHA256" in text, "header values are text that a search finds"
    with vcr.use_cassette(str(saved), record_mode="none") as cassette:
        assert script(moto_url) == returned
    assert cassette.all_played


def test_vcrpy_plays_a_dynamodb_item_from_json(
    recorded: tuple[Path, list[Any]], moto_url: str, tmp_path: Path
) -> None:
    path, returned = recorded
    saved = tmp_path / "saved.json"
    save_cassette(saved, load_cassette(path).interactions)
    assert list(load_cassette(saved).interactions) == list(load_cassette(path).interactions)
    with vcr.use_cassette(
        str(saved), serializer="json", record_mode="none", match_on=["method", "uri", "body"]
    ):
        item = client("dynamodb", moto_url).get_item(TableName="things", Key={"Id": {"S": "é"}})["Item"]
    assert item == returned[2]


@pytest.mark.parametrize("serializer", ["yaml", "json"])
def test_vcrpy_plays_facts_repeated_headers_and_text(tmp_path: Path, serializer: str) -> None:
    path = tmp_path / f"facts.{serializer}"
    response = Response(
        207, "Fine", (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Id", "é")), "<a>é\r\n</a>".encode()
    )
    save_cassette(path, [Interaction(Request("GET", URI), response, FACTS)])
    with vcr.use_cassette(str(path), serializer=serializer, record_mode="none"):
        connection = http.client.HTTPConnection("127.0.0.1", 1)
        connection.request("GET", "/things")
        played = connection.getresponse()
        assert (played.status, played.reason, played.read()) == (207, "Fine", response.body)
        assert played.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_vcrpy_never_plays_a_wrong_body_for_a_binary_one_in_json(tmp_path: Path) -> None:
    path = tmp_path / "binary.json"
    other = Interaction(Request("GET", URI + "/other"), Response(200, "OK", (), b"text"))
    save_cassette(path, [Interaction(Request("GET", URI), Response(200, "OK", (), BINARY), FACTS), other])
    with vcr.use_cassette(str(path), serializer="json", record_mode="none"):
        connection = http.client.HTTPConnection("127.0.0.1", 1)
        connection.request("GET", "/things/other")
        assert connection.getresponse().read() == b"text"
        connection.request("GET", "/things")
        with pytest.raises(KeyError, match="string"):
            connection.getresponse()


def test_the_metadata_of_vcrpy_9_survives_saving(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    path.write_text("interactions: []\nmetadata:\n  seed: 42\nversion: 1\n")
    cassette = load_cassette(path)
    save_cassette(
        path, [*cassette.interactions, Interaction(Request("GET", URI), Response(200))], cassette.extras
    )
    with vcr.use_cassette(str(path), record_mode="none") as played:
        assert played.get_metadata("seed", None) == 42


PLAYED_BY_PYTEST_RECORDING = """
import http.client
import pytest

@pytest.mark.vcr({extra})
@pytest.mark.block_network
def test_played():
    connection = http.client.HTTPConnection("127.0.0.1", 1)
    connection.request("GET", "/things")
    assert connection.getresponse().read() == b"played"
"""


@pytest.mark.parametrize("folder", ["test_it", "extra"])
def test_pytest_recording_plays_what_harness_saved(pytester: pytest.Pytester, folder: str) -> None:
    played = Interaction(Request("GET", URI), Response(200, "OK", (), b"played"), FACTS)
    save_cassette(pytester.path / "cassettes" / folder / "test_played.yaml", [played])
    extra = repr(str(pytester.path / "cassettes" / folder / "test_played.yaml")) if folder == "extra" else ""
    pytester.makepyfile(test_it=PLAYED_BY_PYTEST_RECORDING.format(extra=extra))
    pytester.runpytest("-p", "no:randomly", "-p", "no:asyncio").assert_outcomes(passed=1)


def test_harness_reads_what_pytest_recording_recorded(pytester: pytest.Pytester, moto_url: str) -> None:
    pytester.makepyfile(
        test_it=f"""
        import urllib.request
        import pytest

        @pytest.mark.vcr
        def test_recorded():
            assert urllib.request.urlopen("{moto_url}/moto-api/data.json").status == 200
        """
    )
    pytester.runpytest("-p", "no:randomly", "-p", "no:asyncio", "--record-mode=once").assert_outcomes(
        passed=1
    )
    (recorded,) = load_cassette(pytester.path / "cassettes" / "test_it" / "test_recorded.yaml").interactions
    assert recorded.request.uri == f"{moto_url}/moto-api/data.json"
    assert (recorded.response.status, recorded.response.body[:1]) == (200, b"{")
