"""Show that each function of the set `fresh` is right, and its other version wrong, without harness.

    python check_code.py

Clients of botocore are given answers that are written down here.
"""

from __future__ import annotations

import copy
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import botocore.session
import jmespath
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

sys.path.insert(0, str(Path(__file__).resolve().parent))

from users_code import CASES, Case

DAY = datetime(2026, 11, 20, tzinfo=UTC)
Answer = dict[str, Any]


@dataclass
class Call:
    """A request and what it was answered."""

    operation: str
    params: dict[str, Any]
    response: Answer | None = None
    error: str | None = None


@dataclass
class Scripted:
    """What `harness.fuzz.aws` gives a test, with answers by turns; the last of them is repeated."""

    operation: str
    answers: list[Answer | str]
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        service = self.operation.partition(".")[0]
        session = botocore.session.get_session()
        self.client = session.create_client(
            service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        self.client._make_api_call = self._call

    def _call(self, name: str, params: dict[str, Any]) -> Answer:
        shape = self.client.meta.service_model.operation_model(name).input_shape
        report = ParamValidator().validate(params, shape)
        assert not report.has_errors(), report.generate_report()
        call = Call(f"{self.operation.partition('.')[0]}.{name}", copy.deepcopy(params))
        self.calls.append(call)
        answer = self.answers[min(len(self.calls), len(self.answers)) - 1]
        if isinstance(answer, str):
            call.error = answer
            known = self.client.exceptions.from_code(answer)
            raise (known or ClientError)({"Error": {"Code": answer, "Message": ""}}, name)
        call.response = copy.deepcopy(answer)
        return copy.deepcopy(answer)

    def expected(self, expression: str, **_: Any) -> list[Any]:
        """All items of all answers, whether they were asked for or not."""
        items: list[Any] = []
        for answer in self.answers:
            items += (jmespath.search(expression, answer) if isinstance(answer, dict) else None) or []
        return items


def _execution(number: int, status: str, **more: Any) -> Answer:
    arn = f"arn:aws:states:us-east-1:123456789012:execution:orders:{number}"
    rest = {"stateMachineArn": "arn", "name": f"run-{number}", "status": status, "startDate": DAY}
    return {"executionArn": arn, **rest, **more}


def _certificate(name: str, expires: datetime) -> Answer:
    return {"CertificateArn": f"arn:aws:acm:us-east-1:123456789012:certificate/{name}", "NotAfter": expires}


def _rows(*texts: str) -> Answer:
    return {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": text}]} for text in texts]}}


def _target(name: str, state: str) -> Answer:
    return {"Target": {"Id": name}, "TargetHealth": {"State": state}}


def _alias(name: str, key: str | None = None) -> Answer:
    return {"AliasName": name} | ({"TargetKeyId": key} if key else {})


HEAD = {"Marker": "", "MaxItems": 100, "IsTruncated": False}
ANSWERS: dict[str, list[Answer | str]] = {
    "executions_not_stopped": [
        {
            "executions": [
                _execution(1, "SUCCEEDED", stopDate=DAY + timedelta(hours=2)),
                _execution(2, "PENDING_REDRIVE"),
            ]
        }
    ],
    "stops_too_early": [
        {"executions": [_execution(1, "FAILED")], "nextToken": "a"},
        {"executions": [_execution(2, "FAILED")]},
    ],
    "header_on_each_page": [_rows("name", "a") | {"NextToken": "a"}, _rows("b", "c")],
    "empty_page_of_parameters": [
        {"Parameters": [], "NextToken": "a"},
        {"Parameters": [{"Name": "/shop/a", "Value": "1"}]},
    ],
    "cursor_kept_at_the_end": [
        {"jobSummaryList": [{"jobId": "1", "jobName": "a"}], "nextToken": "a"},
        {"jobSummaryList": [{"jobId": "2", "jobName": "b"}]},
    ],
    "two_pages_of_aliases": [
        {"Aliases": [_alias("alias/a")], "Truncated": True, "NextMarker": "a"},
        {"Aliases": [_alias("alias/b")], "Truncated": True, "NextMarker": "b"},
        {"Aliases": [_alias("alias/c")], "Truncated": False},
    ],
    "alias_without_key": [{"Aliases": [_alias("alias/a", "1"), _alias("alias/b")], "Truncated": False}],
    "no_distributions": [{"DistributionList": {**HEAD, "Quantity": 0}}],
    "apis_at_once": [{"items": [{"id": "a"}], "position": "x"}, {"items": [{"id": "b"}]}],
    "empty_list_of_tags": [
        {
            "imageDetails": [
                {"imageDigest": "sha256:1", "imageTags": ["v1"]},
                {"imageDigest": "sha256:2", "imageTags": []},
            ]
        }
    ],
    "sorted_as_text": [
        {"CertificateSummaryList": [_certificate("a", DAY), _certificate("b", DAY + timedelta(days=20))]}
    ],
    "certificates_without_zone": [{"CertificateSummaryList": [_certificate("a", DAY)]}],
    "users_without_attributes": [{"Users": [{"Username": "zoe"}]}],
    "accounts_by_name": [
        {
            "Accounts": [
                {"Id": "123456789012", "Name": "test"},
                {"Id": "210987654321", "Name": "test"},
            ]
        }
    ],
    "names_in_latin_1": [{"FileSystems": [{"FileSystemId": "fs-1", "Name": "Łódź"}]}],
    "tags_any_case": [
        {"ResourceTagMappingList": [{"ResourceARN": "arn:a", "Tags": [{"Key": "owner", "Value": "x"}]}]}
    ],
    "not_unhealthy_is_not_healthy": [
        {"TargetHealthDescriptions": [_target("i-1", "healthy"), _target("i-2", "draining")]}
    ],
    "group_without_instances": [{"AutoScalingGroups": [{"AutoScalingGroupName": "a", "DesiredCapacity": 0}]}],
    "failure_without_reason": [
        {"StackEvents": [{"LogicalResourceId": "Queue", "ResourceStatus": "CREATE_FAILED"}]}
    ],
    "first_events_failed": [
        {
            "FailedEntryCount": 1,
            "Entries": [
                {"EventId": "1"},
                {"EventId": "2"},
                {"ErrorCode": "InternalFailure"},
                {"EventId": "4"},
            ],
        }
    ],
    "all_records_again": [
        {
            "FailedPutCount": 1,
            "RequestResponses": [*({"RecordId": str(number)} for number in range(4)), {"ErrorCode": "x"}],
        },
        {"FailedPutCount": 0, "RequestResponses": [{"RecordId": "5"}]},
    ],
    "code_with_exception": ["MessageRejected"],
    "queued_is_not_finished": [
        {"QueryExecution": {"Status": {"State": "QUEUED"}}},
        {"QueryExecution": {"Status": {"State": "SUCCEEDED"}}},
    ],
    "cluster_without_endpoint": [{"cluster": {"status": "ACTIVE"}}],
}


def outcome(case: Case, version: str) -> str:
    """Empty if the test of a version passes."""
    try:
        case.check(getattr(case, version), Scripted(case.operations[0], ANSWERS[case.name]))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> int:
    """Name what is not as it should be. The exit status is 1 if there is anything."""
    wrong = []
    cases = [case for case in CASES.values() if case.set == "fresh"]
    for case in cases:
        if told := outcome(case, "correct"):
            wrong.append(f"{case.name}: the right version fails: {told}")
        if not outcome(case, "buggy"):
            wrong.append(f"{case.name}: the wrong version passes")
    print("\n".join([f"{len(cases)} functions, {len(wrong)} faults", *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
