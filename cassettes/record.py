"""``make cassettes``: record the five proving operations over HTTP, from the endpoint of ``harness serve``.

Each cassette has a call that is throttled and retried by botocore, all pages of the results, and an error of
the service.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import harness
from harness.models import find_operation, method_name, parse_operation_name
from harness.models.paginators import find_pagination
from harness.synth import THROTTLED, Error, SyntheticService
from harness.synth.server.serving import serving

HERE = Path(__file__).parent
SEED = 0
SOURCE = f"harness serve, synthetic, seed {SEED}"
NOON = dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(12), dt.UTC) - dt.timedelta(days=1)
INSIGHT = "7c8e5f1a-4b2d-4e6f-9a3c-5d7e8f1a2b3c"


@dataclass(frozen=True)
class Recording:
    """What is asked of one operation.

    Attributes:
        operation: ``"service.Operation"``.
        params: the parameters of the first page.
        wrong: what a last call fails for: parameters that the service does not take, or a documented error.
    """

    operation: str
    params: Mapping[str, Any]
    wrong: Mapping[str, Any] | Error


RECORDINGS = (
    Recording(
        "cloudtrail.ListInsightsData",
        {
            "InsightSource": "arn:aws:cloudtrail:us-east-1:123456789012:trail/orders",
            "DataType": "InsightsEvents",
            "Dimensions": {"EventName": "PutObject"},
            "MaxResults": 5,
        },
        {"NextToken": "bm90LWEtdG9rZW4"},
    ),
    Recording(
        "cloudtrail.ListInsightsMetricData",
        {
            "EventSource": "s3.amazonaws.com",
            "EventName": "PutObject",
            "InsightType": "ApiCallRateInsight",
            "DataType": "FillWithZeros",
            "Period": 300,
            "StartTime": NOON - dt.timedelta(hours=2),
            "EndTime": NOON,
            "MaxResults": 10,
        },
        {"NextToken": "bm90LWEtdG9rZW4"},
    ),
    Recording("xray.GetInsight", {"InsightId": INSIGHT}, Error("InvalidRequestException")),
    Recording(
        "xray.GetInsightEvents", {"InsightId": INSIGHT, "MaxResults": 5}, {"NextToken": "bm90LWEtdG9rZW4"}
    ),
    Recording("internetmonitor.GetInternetEvent", {"EventId": "event-1"}, Error("AccessDeniedException")),
)


def main() -> None:
    """Record every operation into a cassette of its own, in place of what was recorded before."""
    aws = SyntheticService(SEED)
    with serving(aws, port=4580) as url:
        for recording in RECORDINGS:
            record(recording, aws, url)


def record(recording: Recording, aws: SyntheticService, url: str) -> None:
    """Record one operation."""
    service, operation = parse_operation_name(recording.operation)
    client = boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"mode": "standard"}),
    )
    ask = getattr(client, method_name(operation))
    path = HERE / f"{service}.{method_name(operation)}.yaml"
    with harness.use_cassette(path, mode="rewrite", source=SOURCE) as live:
        aws.fault(recording.operation, THROTTLED)
        pagination = find_pagination(find_operation(service, operation))
        params: dict[str, Any] | None = dict(recording.params)
        while params is not None:
            answer = ask(**params)
            following = pagination.next_request(answer) if pagination else None
            params = {**params, **following} if following else None
        if isinstance(recording.wrong, Error):
            aws.fault(recording.operation, recording.wrong)
            wrong: Mapping[str, Any] = {}
        else:
            wrong = recording.wrong
        with suppress(ClientError):
            ask(**{**recording.params, **wrong})
            raise SystemExit(f"{recording.operation} was to answer with an error.")
    print(f"{path.name}: {len(live.served)} interactions")


if __name__ == "__main__":
    main()
