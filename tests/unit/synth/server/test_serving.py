"""The endpoint over real sockets, with a service that answers everything with an empty result."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from harness.cli.showing import show
from harness.models import load_service
from harness.synth.responses.answer import Answer
from harness.synth.responses.trouble import Dropped, Slow, Truncated
from harness.synth.server import connection as connections
from harness.synth.server import endpoint
from harness.synth.server.endpoint import KEPT, MAX_BODY
from harness.synth.server.serving import CannotListen, serving
from harness.synth.service.dispatch import Asked
from harness.wire import parse_response

SCOPE = b"Authorization: AWS4-HMAC-SHA256 Credential=AK/20250101/us-east-1/dynamodb/aws4_request\r\n"
HOST = b"Host: localhost\r\n"
S3_SCOPE = SCOPE.replace(b"dynamodb", b"s3")
LIST_TABLES = HOST + SCOPE + b"X-Amz-Target: DynamoDB_20120810.ListTables\r\n"


RESULTS: dict[str, dict[str, Any]] = {
    "SelectObjectContent": {
        "Payload": [{"Records": {"Payload": "YSxiCg=="}}, {"Stats": {"Details": {}}}, {"End": {}}]
    },
    "HeadObject": {"ContentLength": 1234, "VersionId": "a\r\nb"},
    "GetObject": {"ContentLength": 1234, "Body": "Y29udGVudA=="},
}


TROUBLES = {"late": Slow(0.3), "dropped": Dropped(), "truncated": Truncated()}


def answer(asked: Asked) -> Answer:
    """Answer with an empty result; fail where a bug would; with the trouble that the bucket asks for."""
    bucket = asked.params.get("Bucket")
    if bucket == "bug":
        raise ZeroDivisionError
    if bucket == "busy":
        time.sleep(0.3)
    return Answer(RESULTS.get(asked.operation.name, {}), trouble=TROUBLES.get(bucket))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(answer, show=lambda _, *bodies: (bodies[0].content.decode(errors="replace"), "")) as address:
        yield address


def send(url: str, data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, end our side, and read the answer to its end."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, dict(response.getheaders()), response.read()


def is_well(url: str) -> bool:
    return bool(get_json(url)["status"] == "ok")


def get_json(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}/_harness/health") as response:
        return dict(json.load(response))


@pytest.mark.parametrize(
    ("data", "status", "code", "message"),
    [
        pytest.param(
            b"\x00\x01\xff garbage\r\n\r\n",
            400,
            "BadRequest",
            "The request is not valid HTTP: Invalid method encountered.",
            id="garbage",
        ),
        pytest.param(
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
            400,
            "BadRequest",
            "The request is not valid HTTP: Received HTTPS traffic on an HTTP port.",
            id="TLS",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n" + HOST + b"X-Large: " + b"a" * 20_000_000 + b"\r\n\r\n",
            431,
            "RequestHeaderSectionTooLarge",
            "The request line or a header is longer than 65536 bytes.",
            id="20 MB header",
        ),
        pytest.param(
            b"GET /" + b"a" * 20_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
            431,
            "RequestHeaderSectionTooLarge",
            "The request line or a header is longer than 65536 bytes.",
            id="20 MB path",
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + HOST + b"X-One: 1\r\n" * 1_000_000 + b"\r\n",
            400,
            "BadRequest",
            "The request is not valid HTTP: Too many headers received.",
            id="a million headers",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Content-Length: 100\r\n\r\n{",
            400,
            "IncompleteBody",
            "The request body cannot be read: it ends early.",
            id="half a body",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
            400,
            "IncompleteBody",
            "The request body cannot be read: it ends early.",
            id="half a chunk",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            400,
            "BadRequest",
            "The request is not valid HTTP: Invalid character in chunk size.",
            id="no chunk",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n"
            + LIST_TABLES
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + b"f" * 17
            + b"\r\n{}",
            400,
            "BadRequest",
            "The request is not valid HTTP: Chunk size overflow.",
            id="a chunk of 2 ** 68 bytes",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Content-Length: 99999999999\r\n\r\n{}",
            413,
            "RequestEntityTooLarge",
            f"The request body cannot be read: it is larger than {MAX_BODY} bytes.",
            id="a body of 100 GB",
        ),
        pytest.param(
            b"GET http://[::1 HTTP/1.1\r\n" + HOST + b"\r\n",
            400,
            "BadRequest",
            "The request is not valid HTTP: http://[::1.",
            id="no URL",
        ),
    ],
)
def test_what_is_no_request_is_refused_so_that_the_client_gets_to_read_it(
    url: str, data: bytes, status: int, code: str, message: str
) -> None:
    got, headers, body = send(url, data)
    assert (got, headers["x-amzn-errortype"], json.loads(body)) == (status, code, {"message": message})
    assert is_well(url)


JSON = b"X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: application/x-amz-json-1.0\r\n"
CBOR = b"smithy-protocol: rpc-v2-cbor\r\nContent-Type: application/cbor\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
PUT_TAGGING = b"PUT /bucket?tagging"
LIST_METRICS = b"POST /service/GraniteServiceVersion20100801/operation/ListMetrics"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>'
BOMB = gzip.compress(bytes(MAX_BODY + 1), 1)


@pytest.mark.parametrize(
    ("service", "operation", "line", "headers", "body", "status", "code"),
    [
        pytest.param(
            *("dynamodb", "ListTables", b"POST /", JSON.replace(b"ListTables", b"Nothing"), b"{}"),
            *(404, "UnknownOperationException"),
            id="unknown target",
        ),
        pytest.param(
            *("dynamodb", "ListTables", b"POST /", JSON.replace(b"x-amz-json-1.0", b"xml"), b"{}"),
            *(415, "UnsupportedMediaTypeException"),
            id="another media type",
        ),
        pytest.param(
            *("dynamodb", "ListTables", b"POST /", JSON, b'{"a":' * 100_000, 400, "SerializationException"),
            id="JSON nested 100,000 deep",
        ),
        pytest.param(
            *("s3", "PutBucketTagging", PUT_TAGGING, b"", b"<Tagging><TagSet>", 400, "MalformedXML"),
            id="broken XML",
        ),
        pytest.param(
            *("s3", "PutBucketTagging", PUT_TAGGING, b"", ENTITIES, 400, "MalformedXML"),
            id="XML entities",
        ),
        pytest.param(
            *("s3", "PutBucketTagging", PUT_TAGGING, b""),
            *(b"<a>" * 50_000 + b"</a>" * 50_000, 400, "SerializationException"),
            id="XML nested 50,000 deep",
        ),
        pytest.param(
            *("cloudwatch", "ListMetrics", LIST_METRICS, CBOR, b"\x9b\x7f" + b"\xff" * 7),
            *(400, "SerializationException"),
            id="a CBOR list of 2 ** 63 items",
        ),
        pytest.param(
            *("cloudwatch", "ListMetrics", LIST_METRICS, CBOR, b"\x7b\x7f" + b"\xff" * 7),
            *(400, "SerializationException"),
            id="a CBOR text of 2 ** 63 bytes",
        ),
        pytest.param(
            *("cloudwatch", "ListMetrics", LIST_METRICS, CBOR, b"\x81" * 100_000),
            *(400, "SerializationException"),
            id="CBOR nested 100,000 deep",
        ),
        pytest.param(
            *("ec2", "DescribeInstances", b"POST /", FORM),
            *(
                b"Action=DescribeInstances&Version=2016-11-15" + b"&a=1" * 100_000,
                400,
                "MalformedQueryString",
            ),
            id="a form of 100,000 fields",
        ),
        pytest.param(
            *("s3", "PutBucketTagging", PUT_TAGGING, b"Content-Encoding: gzip\r\n", BOMB),
            *(413, "RequestEntityTooLarge"),
            id="a gzip bomb",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_protocol_of_the_request(
    url: str, service: str, operation: str, line: bytes, headers: bytes, body: bytes, status: int, code: str
) -> None:
    scope = SCOPE.replace(b"dynamodb", {"cloudwatch": b"monitoring"}.get(service, service.encode()))
    head = line + b" HTTP/1.1\r\n" + HOST + scope + headers
    got = send(url, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    parsed = parse_response(load_service(service).operation_model(operation), *got)
    assert parsed.error is not None
    assert (got[0], parsed.error.code) == (status, code)
    assert is_well(url)


def test_the_number_of_an_entry_in_a_form_may_be_of_any_length(url: str) -> None:
    body = b"Action=DescribeInstances&Version=2016-11-15&InstanceId." + b"9" * 10_000 + b"=i-1"
    head = b"POST / HTTP/1.1\r\n" + HOST + SCOPE.replace(b"dynamodb", b"ec2") + FORM
    assert send(url, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)[0] == 200


def test_a_client_that_drips_its_request_is_refused_and_holds_up_no_other(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 2.0)  # on a busy machine, too, others are done by then
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=10) as dripping:
        start = time.monotonic()
        for byte in b"POST / HTTP/1.1\r\nHost":
            dripping.sendall(bytes([byte]))
        assert is_well(url)
        response = http.client.HTTPResponse(dripping)
        response.begin()
        message = "The head of the request has not come to its end within 2 seconds."
        assert (response.status, response.getheader("x-amzn-errortype")) == (400, "RequestTimeout")
        assert json.loads(response.read()) == {"message": message}
        assert time.monotonic() - start >= 2


def test_a_body_of_which_no_more_comes_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "PATIENCE", 0.2)
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=10) as pausing:
        pausing.sendall(b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Content-Length: 100\r\n\r\n{")
        response = http.client.HTTPResponse(pausing)
        response.begin()
        message = "The request body cannot be read: no more of it came for 0 seconds."
        assert (response.status, response.getheader("x-amzn-errortype")) == (400, "RequestTimeout")
        assert json.loads(response.read()) == {"message": message}


def test_a_request_before_the_end_of_our_side_is_answered(url: str) -> None:
    body = b"POST / HTTP/1.1\r\n" + LIST_TABLES + b"Content-Length: 2\r\n\r\n{}"
    assert send(url, body)[::2] == (200, b"{}")


def test_a_bug_is_an_error_of_aws_and_not_the_end(url: str, caplog: pytest.LogCaptureFixture) -> None:
    s3 = client(url)
    with pytest.raises(s3.exceptions.ClientError) as caught:
        s3.get_bucket_acl(Bucket="bug")
    assert caught.value.response["Error"] == {
        "Type": "Receiver",
        "Code": "InternalFailure",
        "Message": "The endpoint failed; see its log.",
    }
    assert "ZeroDivisionError" in caplog.text
    assert is_well(url)


def client(url: str) -> boto3.client:
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=config,
    )


def test_an_event_stream_comes_in_its_messages(url: str) -> None:
    stream = client(url).select_object_content(
        Bucket="bucket",
        Key="key",
        ExpressionType="SQL",
        Expression="SELECT * FROM S3Object",
        InputSerialization={"CSV": {}},
        OutputSerialization={"CSV": {}},
    )
    assert list(stream["Payload"]) == [
        {"Records": {"Payload": b"a,b\n"}},
        {"Stats": {"Details": {}}},
        {"End": {}},
    ]


def test_the_length_of_a_message_is_that_of_its_body_but_for_head(url: str) -> None:
    s3 = client(url)
    assert s3.get_object(Bucket="bucket", Key="key")["ContentLength"] == 7
    assert s3.head_object(Bucket="bucket", Key="key")["ContentLength"] == 1234


def test_no_control_character_gets_into_a_header(url: str) -> None:
    assert client(url).head_object(Bucket="bucket", Key="key")["VersionId"] == "a  b"


def test_a_body_is_taken_after_100_continue_and_keeps_its_coding(url: str) -> None:
    put = client(url).put_object(Bucket="bucket", Key="key", Body=b"\x1f\x8b no gzip", ContentEncoding="gzip")
    assert put["ResponseMetadata"]["HTTPStatusCode"] == 200


def page(url: str, path: str, accept: str = "text/html,*/*") -> tuple[int, str, str]:
    request = urllib.request.Request(url + path, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers.get_content_type(), response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read().decode()


def test_a_browser_gets_the_index_and_s3_its_buckets_from_the_same_address(url: str) -> None:
    status, kind, text = page(url, "/")
    assert (status, kind) == (200, "text/html")
    assert '<a href="/_harness/cloudtrail">cloudtrail</a>' in text
    assert f"AWS_ENDPOINT_URL={url}" in text
    assert page(url, "/_harness/")[:2] == (200, "text/html")
    assert client(url).list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_the_index_shows_the_exchanges_newest_first_and_forgets_old_ones(url: str) -> None:
    s3 = client(url)
    for number in range(KEPT + 10):
        s3.get_bucket_acl(Bucket=f"bucket-{number}")
    s3.delete_bucket(Bucket="bucket")
    text = page(url, "/")[2]
    asked = re.findall(r"<td>(s3\.\w+)<td>us-east-1<td>(\d+) <td>", text)
    assert asked == [("s3.DeleteBucket", "204")] + [("s3.GetBucketAcl", "200")] * (KEPT - 1)


def test_what_comes_from_outside_is_escaped_on_the_page(url: str) -> None:
    client(url).put_object(Bucket="bucket", Key="key", Body=b"<script>alert(1)</script>")
    text = page(url, "/")[2]
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>" not in text


def test_a_page_of_a_service_lists_its_operations(url: str) -> None:
    status, _, text = page(url, "/_harness/cloudtrail")
    assert status == 200
    assert "<tr><td>ListInsightsData<td><code>list_insights_data</code></tr>" in text
    status, _, text = page(url, "/_harness/cloudtrial")
    assert status == 404
    assert text.startswith("There is no service 'cloudtrial' in botocore ")


def test_a_late_answer_comes_late_and_holds_up_no_other(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    everyone = asyncio.Barrier(8)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await everyone.wait()

    s3 = client(url)
    s3.get_bucket_acl(Bucket="bucket")
    monkeypatch.setattr(endpoint, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: s3.get_bucket_acl(Bucket="late"), range(8)))
    assert slept == [0.3] * 8


def test_a_dropped_connection_ends_before_an_answer(url: str) -> None:
    with pytest.raises(ConnectionClosedError):
        client(url).get_bucket_acl(Bucket="dropped")
    assert "<td>s3.GetBucketAcl<td>us-east-1<td>dropped <td>" in page(url, "/")[2]


def test_a_truncated_body_ends_before_its_length(url: str) -> None:
    with pytest.raises(http.client.IncompleteRead) as caught:
        send(url, b"GET /truncated?acl HTTP/1.1\r\n" + HOST + S3_SCOPE + b"\r\n")
    assert 0 < len(caught.value.partial) <= caught.value.expected
    assert is_well(url)


@pytest.mark.parametrize("bucket", ["late", "busy"])
def test_a_stop_finishes_what_is_under_way(bucket: str) -> None:
    statuses = []
    arrived = threading.Semaphore(0)

    def ask(address: str) -> None:
        got = client(address).get_bucket_acl(Bucket=bucket)
        statuses.append(got["ResponseMetadata"]["HTTPStatusCode"])

    def count_and_answer(asked: Asked) -> Answer:
        arrived.release()
        return answer(asked)

    with serving(count_and_answer) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert all(arrived.acquire(timeout=30) for _ in threads)
    for thread in threads:
        thread.join()
    assert statuses == [200, 200, 200]
    with pytest.raises(ConnectionRefusedError):
        send(address, b"")


def test_a_port_in_use_is_said_to_be(url: str) -> None:
    port = urlsplit(url).port
    assert port is not None
    with pytest.raises(CannotListen) as caught, serving(answer, port=port):
        pass
    assert str(caught.value) == (
        f"Port {port} of 127.0.0.1 is in use by another program. Choose another with --port, "
        "or let the system choose with --port 0."
    )


def test_an_upload_by_a_form_is_a_put(url: str) -> None:
    content = b"\x00\r\n--not the boundary\r\n\xff\n\r"
    post = client(url).generate_presigned_post("bucket", "folder/${filename}", Fields={"acl": "private"})
    files = {"file": ("name.bin", content)}
    got = httpx.post(post["url"], data=post["fields"], files=files)
    assert (got.status_code, got.content) == (204, b"")
    assert got.headers["location"] == f"{url}/bucket/folder/name.bin"
    got = httpx.post(post["url"], data={**post["fields"], "success_action_status": "201"}, files=files)
    assert (got.status_code, "<Key>folder/name.bin</Key>" in got.text) == (201, True)
    redirect = {**post["fields"], "success_action_redirect": "http://localhost/done?a=b"}
    got = httpx.post(post["url"], data=redirect, files=files)
    assert (got.status_code, got.headers["location"].partition("&etag=")[0]) == (
        303,
        "http://localhost/done?a=b&bucket=bucket&key=folder%2Fname.bin",
    )


def test_a_url_that_is_presigned_as_boto3_does_is_answered(url: str) -> None:
    presigned = client(url).generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "key"})
    assert "AWSAccessKeyId=" in presigned  # Signature Version 2
    assert httpx.get(presigned).content == b"content"


def test_a_web_page_of_another_site_is_refused_so_that_its_reader_knows_why(url: str) -> None:
    page_of_others = httpx.post(url, headers={"Origin": "https://evil.example"}, content=b"{}")
    rebound = httpx.get(f"{url}/_harness/", headers={"Host": "evil.example"})
    assert (page_of_others.status_code, rebound.status_code) == (403, 403)
    assert rebound.json()["message"].endswith("harness serve --allow-host evil.example")


def test_queues_have_urls_of_the_endpoint_as_the_client_wrote_it(url: str) -> None:
    def queues(asked: Asked) -> Answer:
        names = {"ListQueues": {"QueueUrls": ["https://a.example/one", "two"]}}
        return Answer(names.get(asked.operation.name, {"QueueUrl": "orders"}))

    with serving(queues) as address:
        here = address.replace("127.0.0.1", "localhost")
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
        sqs = boto3.client("sqs", endpoint_url=here, **keys)
        assert sqs.create_queue(QueueName="orders")["QueueUrl"] == f"{here}/123456789012/orders"
        other = sqs.get_queue_url(QueueName="orders", QueueOwnerAWSAccountId="210987654321")
        assert other["QueueUrl"] == f"{here}/210987654321/orders"
        listed = sqs.list_queues()["QueueUrls"]
        assert listed == [f"{here}/123456789012/one", f"{here}/123456789012/two"]


def test_the_page_shows_bodies_without_secrets_and_no_large_ones() -> None:
    with serving(answer, show=show) as address:
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
        secrets = boto3.client("secretsmanager", endpoint_url=address, **keys)
        secrets.create_secret(Name="orders/db", SecretString="correct horse")
        client(address).put_object(Bucket="bucket", Key="key", Body=b"visible " * 3000)
        text = page(address, "/")[2]
    assert "orders/db" in text
    assert "correct horse" not in text
    assert "visible" not in text
    assert "24000 bytes, too many to be shown." in text
