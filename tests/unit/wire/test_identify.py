from __future__ import annotations

import pytest

from harness.wire import Endpoint, UnidentifiedRequest, identify

SCOPE = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240102/{}/aws4_request, SignedHeaders=host, Signature=00"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
LOCAL = "http://127.0.0.1:5000/"


@pytest.mark.parametrize(
    ("method", "url", "headers", "body", "expected"),
    [
        ("POST", LOCAL, {"X-Amz-Target": "DynamoDB_20120810.ListTables"}, b"{}", ("dynamodb", None)),
        ("GET", f"{LOCAL}2015-03-31/functions", {"Authorization": SCOPE.format("eu-west-1/lambda")}, b"",
         ("lambda", "eu-west-1")),
        # Signature Version 4A has no region.
        ("POST", f"{LOCAL}v1/estimated-carbon-emissions",
         {"Authorization": SCOPE.format("sustainability"), "X-Amz-Region-Set": "*"}, b"{}",
         ("sustainability", None)),
        ("POST", LOCAL, FORM, b"Action=GetCallerIdentity&Version=2011-06-15", ("sts", None)),
        ("GET", f"{LOCAL}?Action=GetCallerIdentity&Version=2011-06-15", {}, b"", ("sts", None)),
        ("POST", f"{LOCAL}service/GraniteServiceVersion20100801/operation/ListMetrics", {}, b"",
         ("cloudwatch", None)),
        ("GET", f"{LOCAL}bucket?X-Amz-Credential=A%2F20240102%2Fus-west-2%2Fs3%2Faws4_request", {}, b"",
         ("s3", "us-west-2")),
        ("GET", f"{LOCAL}bucket--use1-az4--x-s3?session",
         {"Authorization": SCOPE.format("us-east-1/s3express")}, b"", ("s3", "us-east-1")),
        ("GET", f"{LOCAL}v20180820/jobs", {"Authorization": SCOPE.format("us-east-1/s3"),
         "x-amz-account-id": "123456789012"}, b"", ("s3control", "us-east-1")),
        ("GET", f"{LOCAL}clusters", {"User-Agent": "aws-sdk-js/3 ua/2.0 api/eks#3.1 os/linux"}, b"",
         ("eks", None)),
        ("POST", "https://elasticloadbalancing.us-east-1.amazonaws.com/", FORM,
         b"Action=DescribeTargetGroups&Version=2015-12-01", ("elbv2", "us-east-1")),
        ("GET", "https://apigateway.us-east-1.amazonaws.com/v2/apis", {}, b"", ("apigatewayv2", "us-east-1")),
        ("GET", "https://apigateway.us-east-1.amazonaws.com/restapis", {}, b"", ("apigateway", "us-east-1")),
        ("POST", "https://dynamodb.us-gov-west-1.amazonaws.com/",
         {"x-amz-target": ["DynamoDBStreams_20120810.ListStreams"]}, b"{}",
         ("dynamodbstreams", "us-gov-west-1")),
        ("GET", "https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
         {"Authorization": SCOPE.format("us-east-1/sts")}, b"", ("sts", "us-east-1")),
        ("GET", "https://cp.maps.geo.us-east-1.amazonaws.com/maps/v0/maps/x",
         {"Authorization": SCOPE.format("us-east-1/geo")}, b"", ("location", "us-east-1")),
    ],
)  # fmt: skip
def test_requests_are_identified_by_what_they_say(
    method: str, url: str, headers: dict[str, str], body: bytes, expected: tuple[str, str | None]
) -> None:
    assert identify(method, url, headers, body) == Endpoint(*expected)


def test_a_request_that_names_no_service_is_refused_with_what_was_looked_for() -> None:
    with pytest.raises(UnidentifiedRequest) as caught:
        identify("GET", "https://example.com/index.html?q=1", {"User-Agent": "curl/8"}, b"")
    assert str(caught.value) == (
        "GET example.com/index.html is no request to a known AWS service: neither its host, credential "
        "scope, X-Amz-Target, path, Version parameter nor user agent names a service of the installed "
        "botocore."
    )
    assert (caught.value.code, caught.value.status) == ("UnknownOperationException", 404)
