from __future__ import annotations

import pytest

from harness.models import find_operation
from harness.models.paginators import Pagination, find_pagination
from harness.models.rates import documented_rate


def test_botocores_paginators_come_first() -> None:
    assert find_pagination(find_operation("s3", "ListObjectsV2")) == Pagination(
        input_tokens=("ContinuationToken",),
        output_tokens=("NextContinuationToken",),
        limit="MaxKeys",
        results=("Contents", "CommonPrefixes"),
        more_results="IsTruncated",
        configured=True,
    )


def test_several_tokens_and_paths_are_kept() -> None:
    found = find_pagination(find_operation("route53", "ListResourceRecordSets"))
    assert found is not None
    assert found.input_tokens == ("StartRecordName", "StartRecordType", "StartRecordIdentifier")
    distributions = find_pagination(find_operation("cloudfront", "ListDistributions"))
    assert distributions is not None
    assert distributions.output_tokens == ("DistributionList.NextMarker",)


def test_of_an_expression_the_first_path_counts() -> None:
    found = find_pagination(find_operation("s3", "ListObjects"))
    assert found is not None
    assert found.output_tokens == ("NextMarker",)


def test_a_list_goes_on_after_the_entry_that_was_evaluated_last() -> None:
    found = find_pagination(find_operation("dynamodbstreams", "DescribeStream"))
    assert found == Pagination(
        input_tokens=("ExclusiveStartShardId",),
        output_tokens=("StreamDescription.LastEvaluatedShardId",),
        limit="Limit",
        results=("StreamDescription.Shards",),
    )


@pytest.mark.parametrize(
    ("service", "operation", "results"),
    [
        ("cloudtrail", "ListInsightsMetricData", ("Timestamps", "Values")),
        ("xray", "GetInsightEvents", ("InsightEvents",)),
    ],
)
def test_a_token_that_only_the_members_show(service: str, operation: str, results: tuple[str, ...]) -> None:
    assert find_pagination(find_operation(service, operation)) == Pagination(
        ("NextToken",), ("NextToken",), "MaxResults", results
    )


@pytest.mark.parametrize(
    ("service", "operation", "expected"),
    [
        # ContinuationToken of the response is that of the request.
        (
            "s3",
            "ListBucketAnalyticsConfigurations",
            Pagination(
                ("ContinuationToken",),
                ("NextContinuationToken",),
                results=("AnalyticsConfigurationList",),
            ),
        ),
        (
            "pinpoint",
            "GetSegmentImportJobs",
            Pagination(
                ("Token",), ("ImportJobsResponse.NextToken",), "PageSize", ("ImportJobsResponse.Item",)
            ),
        ),
    ],
)
def test_the_token_of_the_next_page_has_next_in_its_name(
    service: str, operation: str, expected: Pagination
) -> None:
    assert find_pagination(find_operation(service, operation)) == expected


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("xray", "GetInsight"),
        ("internetmonitor", "GetInternetEvent"),
        ("ec2", "RunInstances"),
        ("sqs", "SendMessage"),
    ],
)
def test_no_pagination(service: str, operation: str) -> None:
    assert find_pagination(find_operation(service, operation)) is None


def test_the_next_request_has_the_tokens_of_the_response() -> None:
    pagination = Pagination(("Marker",), ("List.NextMarker",))
    assert pagination.next_request({"List": {"NextMarker": "m"}}) == {"Marker": "m"}
    assert pagination.next_request({"List": {}}) == {}
    assert pagination.next_request({}) == {}


@pytest.mark.parametrize(
    ("service", "operation", "rate"),
    [
        ("cloudtrail", "ListInsightsData", 2),
        ("kinesis", "DescribeStreamSummary", 20),
        ("ses", "GetIdentityDkimAttributes", 1),
        ("sns", "Subscribe", 100),
        ("logs", "PutLogEvents", None),  # "The quota of five requests per second ... has been removed."
        ("xray", "GetInsight", None),
    ],
)
def test_documented_rates(service: str, operation: str, rate: int | None) -> None:
    assert documented_rate(find_operation(service, operation)) == rate


def test_a_depth_is_no_limit_of_a_page() -> None:
    pagination = find_pagination(find_operation("sagemaker", "QueryLineage"))
    assert pagination is not None
    assert pagination.limit == "MaxResults"
