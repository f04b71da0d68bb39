from __future__ import annotations

import pytest

from harness.wire.identity.hosts import Host, parse_host


@pytest.mark.parametrize(
    ("host", "service", "region", "label"),
    [
        ("cloudtrail.us-east-1.amazonaws.com", "cloudtrail", "us-east-1", ""),
        ("sqs.cn-north-1.amazonaws.com.cn", "sqs", "cn-north-1", ""),
        ("kms-fips.us-gov-west-1.amazonaws.com", "kms", "us-gov-west-1", ""),
        ("lambda.eu-west-1.api.aws", "lambda", "eu-west-1", ""),
        ("lambda-fips.us-east-1.api.aws", "lambda", "us-east-1", ""),
        ("sts.amazonaws.com", "sts", None, ""),
        ("iam.us-gov.amazonaws.com", "iam", "us-gov-west-1", ""),
        ("iam.global.api.aws", "iam", None, ""),
        ("routes.geo.us-gov-west-1.us-gov.amazonaws.com", "geo-routes", "us-gov-west-1", ""),
        ("runtime.sagemaker.us-east-1.amazonaws.com", "sagemaker-runtime", "us-east-1", ""),
        ("data-servicediscovery.us-east-1.amazonaws.com", "servicediscovery", "us-east-1", ""),
        ("123456789012.s3-control.us-east-1.amazonaws.com", "s3control", "us-east-1", "123456789012"),
        ("vpce-0a1b-2c3d.cloudtrail.us-east-1.vpce.amazonaws.com", "cloudtrail", "us-east-1", ""),
    ],
)
def test_service_region_and_label_are_read_from_endpoints_of_all_styles(
    host: str, service: str, region: str | None, label: str
) -> None:
    parsed = parse_host(host)
    assert service in parsed.services
    assert (parsed.region, parsed.label) == (region, label)


@pytest.mark.parametrize(
    ("host", "region", "bucket"),
    [
        ("my.bucket.s3.eu-west-3.amazonaws.com", "eu-west-3", "my.bucket"),
        ("bucket.s3.amazonaws.com", None, "bucket"),
        ("bucket.s3-us-west-2.amazonaws.com", "us-west-2", "bucket"),
        ("s3-us-west-2.amazonaws.com", "us-west-2", ""),
        ("bucket.s3.dualstack.us-west-2.amazonaws.com", "us-west-2", "bucket"),
        ("bucket.s3-accelerate.amazonaws.com", None, "bucket"),
        ("b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", "us-east-1", "b--use1-az4--x-s3"),
        ("bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com", "us-east-1", ""),
        ("mine.bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com", "us-east-1", "mine"),
    ],
)
def test_buckets_are_read_from_s3_hosts(host: str, region: str | None, bucket: str) -> None:
    parsed = parse_host(host)
    assert "s3" in parsed.services
    assert (parsed.region, parsed.label) == (region, bucket)


def test_a_bucket_before_localhost_is_a_label_without_a_service() -> None:
    assert parse_host("bucket.localhost") == Host(label="bucket")
    assert parse_host("bucket--usw2-az1--x-s3.localhost") == Host(label="bucket--usw2-az1--x-s3")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "example.com", "localhost", "", "amazonaws.com"])
def test_other_hosts_say_nothing(host: str) -> None:
    assert parse_host(host) == Host()
