"""harness.wire behind real botocore clients: what their handlers do to messages is read and written too."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from botocore.model import OperationModel

from harness.models import load_service
from harness.wire import HttpResponse, identify, parse_request, serialize_error, serialize_response
from harness.wire.errors import UnreadableMessage

Answer = Callable[[OperationModel, dict[str, Any]], HttpResponse]


class Raw(io.BytesIO):
    """A raw body with what botocore needs of urllib3's."""

    def stream(self, amt: int = 2**16, decode_content: bool | None = None) -> Any:
        yield self.getvalue()


class Server:
    """Answers a client's requests in process, and remembers what they were."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.seen: list[tuple[str, str, dict[str, Any]]] = []

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        body = body.encode() if isinstance(body, str) else bytes(body)
        headers = {
            name: value if isinstance(value, str) else value.decode()
            for name, value in request.headers.items()
        }
        service = identify(request.method, request.url, headers, body).service
        operation, params = parse_request(
            load_service(service), request.method, request.url, headers, body, verify=True
        )
        self.seen.append((service, operation.name, params))
        status, fields, content = self.answer(operation, params)
        return AWSResponse(request.url, status, fields, Raw(content))


def client(service: str, answer: Answer, **config: Any) -> tuple[BaseClient, Server]:
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "secret")
    made = session.create_client(
        service, "eu-west-1", config=Config(retries={"total_max_attempts": 1}, **config)
    )
    server = Server(answer)
    made.meta.events.register("before-send", server)
    return made, server


def failing(code: str, message: str, status: int) -> Answer:
    return lambda operation, params: serialize_error(operation, code, message, status=status)


def always(result: dict[str, Any]) -> Answer:
    return lambda operation, params: serialize_response(operation, result)


@pytest.mark.parametrize("style", ["virtual", "path"])
@pytest.mark.parametrize("key", ["folder/key", "trailing/", "a b+c%25é", "/leading//double"])
def test_s3_objects_are_found_in_both_address_styles(style: str, key: str) -> None:
    s3, server = client("s3", always({"ETag": '"1"'}), s3={"addressing_style": style})
    given = {"Bucket": "my-bucket", "Key": key, "Metadata": {"Case": "Kept"}, "ContentEncoding": "gzip"}
    s3.put_object(**given, Body=b"content")
    ((service, operation, params),) = server.seen
    assert (service, operation) == ("s3", "PutObject")
    assert params.pop("ChecksumCRC32", None)
    assert params == {**given, "Body": b"content", "ChecksumAlgorithm": "CRC32"}


@pytest.mark.parametrize("style", ["virtual", "path"])
@pytest.mark.parametrize(
    ("method", "params", "operation"),
    [
        ("list_objects", {}, "ListObjects"),
        ("list_objects_v2", {"Prefix": "a/"}, "ListObjectsV2"),
        ("get_bucket_acl", {}, "GetBucketAcl"),
        ("get_object_acl", {"Key": "k"}, "GetObjectAcl"),
        ("list_parts", {"Key": "k", "UploadId": "u"}, "ListParts"),
        ("upload_part", {"Key": "k", "UploadId": "u", "PartNumber": 1}, "UploadPart"),
        ("copy_object", {"Key": "k", "CopySource": "b/k"}, "CopyObject"),
        ("abort_multipart_upload", {"Key": "k", "UploadId": "u"}, "AbortMultipartUpload"),
        ("delete_object", {"Key": "k"}, "DeleteObject"),
        ("head_bucket", {}, "HeadBucket"),
    ],
)
def test_s3_operations_are_told_apart(
    style: str, method: str, params: dict[str, Any], operation: str
) -> None:
    s3, server = client("s3", always({}), s3={"addressing_style": style})
    getattr(s3, method)(Bucket="my-bucket", **params)
    (_, found, read) = server.seen[-1]
    assert found == operation
    assert read.items() >= {"Bucket": "my-bucket", **params}.items()


def test_s3_answers_a_real_client() -> None:
    s3, _ = client("s3", always({"Body": b"\x00\xffcontent", "Metadata": {"a": "b"}, "ContentType": "x/y"}))
    answer = s3.get_object(Bucket="my-bucket", Key="k")
    assert (answer["Body"].read(), answer["Metadata"], answer["ContentType"]) == (
        b"\x00\xffcontent", {"a": "b"}, "x/y"
    )  # fmt: skip
    s3, _ = client("s3", always({"LocationConstraint": "ap-south-1"}))
    assert s3.get_bucket_location(Bucket="my-bucket")["LocationConstraint"] == "ap-south-1"


def test_s3_errors_reach_a_real_client() -> None:
    s3, _ = client("s3", failing("NoSuchKey", "None here.", 404))
    with pytest.raises(s3.exceptions.NoSuchKey) as caught:
        s3.get_object(Bucket="my-bucket", Key="k")
    assert caught.value.response["Error"]["Message"] == "None here."


def test_s3_events_reach_a_real_client() -> None:
    events = [{"Records": {"Payload": b"1,2\n"}}, {"Stats": {"Details": {"BytesScanned": 4}}}, {"End": {}}]
    s3, server = client("s3", always({"Payload": events}))
    form = {"CSV": {}}
    answer = s3.select_object_content(
        Bucket="b-b", Key="k", Expression="SELECT 1", ExpressionType="SQL", InputSerialization=form,
        OutputSerialization=form,
    )  # fmt: skip
    assert list(answer["Payload"]) == events
    assert server.seen[0][2]["InputSerialization"] == form


def test_an_exception_in_a_stream_reaches_a_real_client() -> None:
    events = [{"sessionStart": {"sessionId": "s"}}, {"SessionStreamingException": {"message": "Too long."}}]
    logs, _ = client("logs", always({"responseStream": events}))
    stream = logs.start_live_tail(logGroupIdentifiers=["arn:aws:logs:eu-west-1:123456789012:log-group:g"])
    received = iter(stream["responseStream"])
    assert next(received) == events[0]
    with pytest.raises(EventStreamError, match="Too long"):
        next(received)


def test_query_compatible_errors_keep_their_old_codes() -> None:
    cloudwatch, _ = client("cloudwatch", failing("DashboardNotFoundError", "Gone.", 400))
    with pytest.raises(ClientError) as caught:
        cloudwatch.get_dashboard(DashboardName="d")
    assert caught.value.response["Error"] == {
        "Message": "Gone.",
        "Code": "ResourceNotFound",
        "QueryErrorCode": "DashboardNotFoundError",
        "Type": "Sender",
    }


def test_compressed_requests_are_read() -> None:
    cloudwatch, server = client("cloudwatch", always({}), request_min_compression_size_bytes=1)
    data = [{"MetricName": "m" * 50, "Value": 1.5}]
    cloudwatch.put_metric_data(Namespace="n" * 200, MetricData=data)
    assert server.seen == [("cloudwatch", "PutMetricData", {"Namespace": "n" * 200, "MetricData": data})]


def test_a_body_that_is_not_the_one_that_was_signed_is_refused() -> None:
    dynamodb = load_service("dynamodb")
    headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "x-amz-content-sha256": "0" * 64}
    with pytest.raises(UnreadableMessage, match="x-amz-content-sha256 is not the hash of it") as caught:
        parse_request(dynamodb, "POST", "/", headers, b"{}", verify=True)
    assert caught.value.code == "XAmzContentSHA256Mismatch"
    operation, params = parse_request(dynamodb, "POST", "/", headers, b"{}")
    assert (operation.name, params) == ("ListTables", {})


def test_an_unmodelled_error_is_a_client_error() -> None:
    ec2, _ = client("ec2", failing("Odd.Code", "Why?", 503))
    with pytest.raises(ClientError) as caught:
        ec2.describe_instances()
    assert caught.value.response["Error"] == {"Type": "Receiver", "Code": "Odd.Code", "Message": "Why?"}


def test_a_gzip_body_that_is_no_object_of_s3_is_unpacked() -> None:
    route53 = load_service("route53")
    body = gzip.compress(
        b"<ChangeTagsForResourceRequest><RemoveTagKeys><Key>k</Key></RemoveTagKeys></ChangeTagsForResourceRequest>"
    )
    _, params = parse_request(
        route53, "POST", "/2013-04-01/tags/hostedzone/Z1", {"content-encoding": "gzip"}, body
    )
    assert params == {"ResourceType": "hostedzone", "ResourceId": "Z1", "RemoveTagKeys": ["k"]}
