from __future__ import annotations

import datetime as dt
import gzip
import json
import math
import zlib
from typing import Any

import pytest

from harness.models import find_operation, load_service
from harness.wire import (
    ParsedError,
    ParsedResponse,
    UnknownOperation,
    UnreadableMessage,
    parse_request,
    parse_response,
    serialize_error,
    serialize_response,
)

PUT_ITEM = {"X-Amz-Target": "DynamoDB_20120810.PutItem"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PUT_METRIC_DATA = "/service/GraniteServiceVersion20100801/operation/PutMetricData"
LOOKUP = find_operation("cloudtrail", "LookupEvents")
DESCRIBE = find_operation("ec2", "DescribeInstances")
LIST_TOPICS = find_operation("sns", "ListTopics")


def read(
    operation: Any, status: int, body: bytes | str, headers: dict[str, Any] | None = None
) -> ParsedResponse:
    return parse_response(operation, status, headers or {}, body.encode() if isinstance(body, str) else body)


class TestWhatTheModelDoesNotKnowIsKept:
    def test_in_json(self) -> None:
        body = {
            "Events": [{"EventTime": 0, "New": [1, {"a": None}], "Username": 5}],
            "NextToken": None,
            "More": "x",
        }
        assert read(LOOKUP, 200, json.dumps(body)).result == {
            "Events": [
                {"EventTime": dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "New": [1, {"a": None}], "Username": 5}
            ],
            "More": "x",
        }

    @pytest.mark.parametrize("events", ["none", 3, {"0": {}}, [["x"]], [{"EventTime": "soon"}]])
    def test_in_json_of_another_type(self, events: Any) -> None:
        assert read(LOOKUP, 200, json.dumps({"Events": events})).result == {"Events": events}

    def test_in_xml(self) -> None:
        body = (
            '<DescribeInstancesResponse xmlns="http://a/"><requestId>1</requestId>'
            "<reservationSet><item><ownerId>1</ownerId><new><a>1</a><a>2</a></new><instancesSet><item>"
            "<amiLaunchIndex>many</amiLaunchIndex></item></instancesSet></item></reservationSet>"
            "</DescribeInstancesResponse>"
        )
        reservation = {"OwnerId": "1", "new": {"a": ["1", "2"]}, "Instances": [{"AmiLaunchIndex": "many"}]}
        assert read(DESCRIBE, 200, body).result == {"Reservations": [reservation]}

    def test_beside_an_attribute(self) -> None:
        body = (
            '<AccessControlPolicy><AccessControlList><Grant><Grantee xmlns:xsi="http://a/" '
            'xsi:type="CanonicalUser">'
            "<ID>1</ID><Age>2</Age></Grantee></Grant></AccessControlList></AccessControlPolicy>"
        )
        assert read(find_operation("s3", "GetBucketAcl"), 200, body).result == {
            "Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": "1", "Age": "2"}}]
        }

    def test_in_forms(self) -> None:
        body = b"Action=DescribeInstances&MaxResults=few&Old.1.Name=x&Signature=s&InstanceId.1=i-1"
        operation, params = parse_request(load_service("ec2"), "POST", "/", FORM, body, strict=False)
        assert operation.name == "DescribeInstances"
        assert params == {"MaxResults": "few", "Old": {"1": {"Name": "x"}}, "InstanceIds": ["i-1"]}


class TestForms:
    def test_lists_of_either_spelling_are_read(self) -> None:
        rds = load_service("rds")
        for prefix in ("DBInstanceIdentifier", "member", ""):
            name = ".".join(
                part for part in ("Filters", prefix and "Filter", "1", "Values", prefix, "1") if part
            )
            name = name.replace("Values.DBInstanceIdentifier", "Values.Value")
            _, params = parse_request(rds, "POST", "/", FORM, f"Action=DescribeDBInstances&{name}=x".encode())
            assert params == {"Filters": [{"Values": ["x"]}]}

    def test_items_come_in_the_order_of_their_numbers(self) -> None:
        body = "&".join(f"InstanceId.{number}=i-{number}" for number in (10, 2, 1))
        _, params = parse_request(
            load_service("ec2"), "POST", "/", FORM, f"Action=StopInstances&{body}".encode()
        )
        assert params == {"InstanceIds": ["i-1", "i-2", "i-10"]}

    def test_maps_are_read(self) -> None:
        body = b"Action=CreateTopic&Name=a" + b"".join(
            b"&Attributes.entry.%d.key=%c&Attributes.entry.%d.value=v" % (number, key, number)
            for number, key in enumerate(b"kl", 1)
        )
        _, params = parse_request(load_service("sns"), "POST", "/", FORM, body)
        assert params == {"Name": "a", "Attributes": {"k": "v", "l": "v"}}

    def test_the_names_of_ec2_begin_with_a_capital(self) -> None:
        _, params = parse_request(load_service("ec2"), "POST", "/", FORM, b"Action=StopInstances&DryRun=true")
        assert params == {"DryRun": True}

    def test_a_flattened_list_has_the_name_of_its_items(self) -> None:
        body = b"Action=PutAttributes&DomainName=d&Attribute.1.Name=n&Attribute.2.Name=m"
        _, params = parse_request(load_service("sdb"), "POST", "/", FORM, body)
        assert params == {"DomainName": "d", "Attributes": [{"Name": "n"}, {"Name": "m"}]}

    def test_a_service_is_read_in_a_protocol_that_it_has_since_left(self) -> None:
        body = b"Action=GetQueueUrl&Version=2012-11-05&QueueName=a"
        operation, params = parse_request(load_service("sqs"), "POST", "/", FORM, body)
        assert (operation.name, params) == ("GetQueueUrl", {"QueueName": "a"})
        answer = (
            "<GetQueueUrlResponse><GetQueueUrlResult><QueueUrl>u</QueueUrl></GetQueueUrlResult>"
            "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetQueueUrlResponse>"
        )
        assert read(operation, 200, answer, {"Content-Type": "text/xml"}).result == {"QueueUrl": "u"}


class TestJson:
    METRIC = find_operation("cloudtrail", "ListInsightsMetricData")

    def test_numbers_that_json_has_not_are_words(self) -> None:
        values = read(self.METRIC, 200, '{"Values": ["NaN", "Infinity", "-Infinity", 1.5, "many"]}').result
        assert math.isnan(values["Values"][0])
        assert values["Values"][1:] == [math.inf, -math.inf, 1.5, "many"]
        _, _, body = serialize_response(self.METRIC, {"Values": [math.nan, math.inf, -math.inf, 1.5]})
        assert body == b'{"Values":["NaN","Infinity","-Infinity",1.5]}'

    @pytest.mark.parametrize(("header", "value"), [("eyJhIjoiYiJ9", {"a": "b"}), ("%%", "%%")])
    def test_json_in_a_header_is_base64_of_its_text(self, header: str, value: Any) -> None:
        headers = {"x-amz-lex-session-attributes": header, "Content-Type": "text/plain"}
        path = "/bot/orders/alias/live/user/u/content"
        _, params = parse_request(load_service("lex-runtime"), "POST", path, headers, b"", strict=False)
        assert params["sessionAttributes"] == value


class TestErrors:
    @pytest.mark.parametrize(
        ("body", "headers", "error"),
        [
            (
                '{"__type":"com.x#ThrottlingException","message":"Slow."}',
                {},
                ("ThrottlingException", "Slow."),
            ),
            ('{"__type":"AccessDenied:http://x/","Message":"No."}', {}, ("AccessDenied", "No.")),
            ('{"__type":"A","message":null}', {}, ("A", "")),
            ("<html>Bad</html>", {}, ("400", "<html>Bad</html>")),
            ('["odd"]', {}, ("400", "['odd']")),
            ("", {}, ("400", "")),
            (
                '{"__type":"a#New","message":"m"}',
                {"x-amzn-query-error": "Old.Code;Sender"},
                ("Old.Code", "m"),
            ),
        ],
    )
    def test_of_json(self, body: str, headers: dict[str, str], error: tuple[str, str]) -> None:
        assert read(LOOKUP, 400, body, headers).error == ParsedError(*error)

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("<ErrorResponse><Error><Code>C</Code><Message>M</Message></Error></ErrorResponse>",
             ("C", "M")),
            ("<Response><Errors><Error><Code>C</Code><Message>M</Message></Error></Errors></Response>",
             ("C", "M")),
            ("<Error><Code>C</Code></Error>", ("C", "")),
            ("<html><body>Bad", ("403", "Forbidden")),
            ("", ("403", "Forbidden")),
            ('<!DOCTYPE x [<!ENTITY a "b">]><Error><Code>&a;</Code></Error>', ("403", "Forbidden")),
        ],
    )  # fmt: skip
    def test_of_xml(self, body: str, error: tuple[str, str]) -> None:
        assert read(LIST_TOPICS, 403, body).error == ParsedError(*error)

    @pytest.mark.parametrize("operation", [LOOKUP, DESCRIBE, LIST_TOPICS])
    @pytest.mark.parametrize("body", ["", "<html>Service Unavailable</html>", "<!DOCTYPE HTML><p>"])
    def test_of_no_service(self, operation: Any, body: str) -> None:
        assert read(operation, 503, body).error == ParsedError("503", "Service Unavailable")

    def test_members_of_a_modelled_error_are_read(self) -> None:
        operation = find_operation("dynamodb", "PutItem")
        fields = {"Item": {"k": {"B": b"\x00"}}}
        response = serialize_error(
            operation, "ConditionalCheckFailedException", "No.", status=400, fields=fields
        )
        error = parse_response(operation, *response).error
        assert error == ParsedError("ConditionalCheckFailedException", "No.", {"message": "No.", **fields})

    def test_an_error_of_s3_in_a_response_of_success(self) -> None:
        body = '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>Again.</Message></Error>'
        operation = find_operation("s3", "CopyObject")
        assert read(operation, 200, body) == ParsedResponse(error=ParsedError("InternalError", "Again."))

    def test_an_error_of_no_operation_is_written_for_the_service(self) -> None:
        service = load_service("dynamodb")
        status, headers, body = serialize_error(service, "UnknownOperationException", "What?", status=400)
        assert (status, headers["Content-Type"]) == (400, "application/x-amz-json-1.0")
        assert json.loads(body) == {"__type": "UnknownOperationException", "message": "What?"}


class TestCodings:
    BODY = b'{"NextToken": "x"}'

    @pytest.mark.parametrize(
        ("body", "encoding"),
        [
            (gzip.compress(BODY, mtime=0), "gzip"),
            (zlib.compress(BODY), "deflate"),
            (zlib.compress(BODY)[2:-4], "deflate"),
            (BODY, "gzip"),
            (BODY, "deflate"),
            (gzip.compress(BODY, mtime=0), ["identity", "gzip"]),
        ],
    )
    def test_bodies_are_unpacked_where_they_are_packed(self, body: bytes, encoding: Any) -> None:
        assert read(LOOKUP, 200, body, {"Content-Encoding": encoding}).result == {"NextToken": "x"}

    def test_a_compressed_body_that_is_broken_off_is_refused(self) -> None:
        with pytest.raises(UnreadableMessage) as caught:
            read(LOOKUP, 200, gzip.compress(self.BODY)[:-9], {"Content-Encoding": "gzip"})
        assert str(caught.value) == "The compressed body cannot be read: it is broken off."

    def test_a_chunked_body_is_put_together(self) -> None:
        body = b'9\r\n{"NextTok\r\n9;x=1\r\nen": "x"}\r\n0\r\n\r\n'
        assert read(LOOKUP, 200, body, {"Transfer-Encoding": "chunked"}).result == {"NextToken": "x"}
        assert read(LOOKUP, 200, self.BODY, {"Transfer-Encoding": "chunked"}).result == {"NextToken": "x"}

    def test_what_is_left_of_the_encodings_is_the_objects_own(self) -> None:
        headers = {"Content-Encoding": "gzip, aws-chunked,br", "x-amz-decoded-content-length": "2"}
        body = b"2\r\nab\r\n0\r\n\r\n"
        _, params = parse_request(load_service("s3"), "PUT", "/bucket/key", headers, body)
        assert (params["ContentEncoding"], params["Body"]) == ("gzip,br", b"ab")

    def test_half_an_aws_chunked_body_is_refused(self) -> None:
        headers = {"Content-Encoding": "aws-chunked", "x-amz-decoded-content-length": "6"}
        with pytest.raises(UnreadableMessage) as caught:
            parse_request(load_service("s3"), "PUT", "/b/k", headers, b"3\r\nabc\r\n3\r\nde")
        assert str(caught.value) == "The chunked body cannot be read: chunk 2 is not whole."
        assert (caught.value.code, caught.value.status) == ("IncompleteBody", 400)

    def test_a_body_that_unpacks_to_too_much_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("harness.wire.transfer.MAX_DECODED", 1000)
        with pytest.raises(UnreadableMessage) as caught:
            read(LOOKUP, 200, gzip.compress(b" " * 2000), {"Content-Encoding": "gzip"})
        assert str(caught.value) == "The compressed body cannot be read: it unpacks to more than 1000 bytes."
        assert (caught.value.code, caught.value.status) == ("RequestEntityTooLarge", 413)


class TestRefusals:
    def test_of_an_operation_that_the_model_has_not(self) -> None:
        with pytest.raises(UnknownOperation) as caught:
            parse_request(
                LOOKUP.service_model, "POST", "/", {"X-Amz-Target": "CloudTrail_20131101.Old"}, b"{}"
            )
        assert str(caught.value).startswith("cloudtrail has no operation 'Old' in botocore 1.")
        assert str(caught.value).endswith(
            ". The request may be for another API version, or for an operation that the service has since "
            "removed."
        )

    def test_of_a_path_that_the_model_has_not(self) -> None:
        with pytest.raises(
            UnknownOperation, match=r"^lambda has no operation for GET /2014-11-13/functions\?a "
        ):
            parse_request(load_service("lambda"), "GET", "/2014-11-13/functions?a=1", {}, b"")

    @pytest.mark.parametrize(
        ("service", "path", "headers", "body", "code", "message"),
        [
            ("dynamodb", "/", PUT_ITEM, b'{"Item"', "SerializationException",
             "The JSON body cannot be read: Expecting ':' delimiter: line 1 column 8 (char 7)."),
            ("dynamodb", "/", PUT_ITEM, b"[" * 200_000, "SerializationException",
             "The JSON body cannot be read: it nests too deep."),
            ("dynamodb", "/", PUT_ITEM, b"[1]", "SerializationException",
             "The body cannot be read: it holds no members, but a list."),
            ("route53", "/2013-04-01/hostedzone", {}, b"<a><b></a>", "MalformedXML",
             "The XML body cannot be read: mismatched tag: line 1, column 8."),
            ("route53", "/2013-04-01/hostedzone", {}, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
             "MalformedXML",
             "The XML body cannot be read: DTDForbidden(name='a', system_id=None, public_id=None)."),
            ("sns", "/", FORM, b"Action=Publish&\xff", "MalformedQueryString",
             "The form body cannot be read: 'utf-8' codec can't decode byte 0xff in position 15: "  # noqa: ISC004
             "invalid start byte."),
            ("sns", "/", FORM, b"Action=Publish&" + b"a." * 2000 + b"b=1", "MalformedQueryString",
             "The form body cannot be read: a name nests too deep."),
            ("cloudwatch", PUT_METRIC_DATA, {}, b"\x80", "SerializationException",
             "The body cannot be read: it holds no members, but a list."),
            ("dynamodb", "http://[::1", PUT_ITEM, b"{}", "InvalidURI",
             "The request URL cannot be read: Invalid IPv6 URL."),
        ],
    )  # fmt: skip
    def test_of_messages_that_do_not_follow_the_protocol(
        self, service: str, path: str, headers: dict[str, str], body: bytes, code: str, message: str
    ) -> None:
        with pytest.raises(UnreadableMessage) as caught:
            parse_request(load_service(service), "POST", path, headers, body)
        assert (caught.value.code, caught.value.status, str(caught.value)) == (code, 400, message)

    def test_of_cbor_that_claims_more_than_it_has(self) -> None:
        with pytest.raises(UnreadableMessage, match=r"^The CBOR body cannot be read: ") as caught:
            parse_request(load_service("cloudwatch"), "POST", PUT_METRIC_DATA, {}, b"\x9b" + b"\xff" * 8)
        assert (caught.value.code, caught.value.status) == ("SerializationException", 400)


def test_status_and_request_id_are_written() -> None:
    create = find_operation("lambda", "CreateFunction")
    status, headers, _ = serialize_response(create, {"FunctionName": "f"}, request_id="r-1")
    assert (status, headers["x-amzn-RequestId"]) == (201, "r-1")
    _, headers, body = serialize_response(LIST_TOPICS, {}, request_id="r-2")
    assert (headers["x-amzn-RequestId"], b"<RequestId>r-2</RequestId>" in body) == ("r-2", True)


def test_a_response_is_written_in_the_protocol_of_its_request() -> None:
    operation = find_operation("cloudwatch", "ListMetrics")
    protocols = operation.service_model.protocols
    assert sorted(protocols) == ["json", "query", "smithy-rpc-v2-cbor"]
    for protocol in protocols:
        response = serialize_response(operation, {"NextToken": "t"}, protocol=protocol)
        assert parse_response(operation, *response).result == {"NextToken": "t"}


@pytest.mark.parametrize(
    ("service", "path", "member", "required"),
    [
        ("sagemaker-runtime", "/endpoints/orders/invocations", "Body", True),
        ("s3", "/bucket/key", "Body", False),
    ],
)
def test_an_empty_body_is_the_empty_payload_where_there_must_be_one(
    service: str, path: str, member: str, required: bool
) -> None:
    method = "POST" if service == "sagemaker-runtime" else "PUT"
    _, params = parse_request(load_service(service), method, path, {}, b"")
    assert params.get(member) == (b"" if required else None)
