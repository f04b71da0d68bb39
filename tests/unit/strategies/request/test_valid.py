from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from hypothesis import find, given, settings
from hypothesis import strategies as st

from harness.contract.contract import Contract, contract
from harness.errors import UnknownName
from harness.strategies.request.valid import NoValidRequest
from harness.synth import strategies as aws

EXAMPLES = settings(max_examples=2000, database=None, derandomize=True)


def smallest(
    operation: Any, condition: Callable[[dict[str, Any]], bool] = lambda params: True
) -> dict[str, Any]:
    return find(aws.requests(operation), condition, settings=EXAMPLES)


def service(shapes: dict[str, Any], protocol: str = "json") -> Contract:
    """A contract of the operation Put, whose input is the shape In."""
    description = {
        "metadata": {
            "protocol": protocol,
            "apiVersion": "2020-01-01",
            "endpointPrefix": "sqs",
            "serviceId": "x",
        },
        "operations": {
            "Put": {"name": "Put", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}
        },
        "shapes": {"Text": {"type": "string"}, **shapes},
    }
    return Contract(ServiceModel(description, "sqs").operation_model("Put"))


class TestTheSmallestRequest:
    @pytest.mark.parametrize(
        ("operation", "params"),
        [
            ("cloudtrail.ListInsightsData", {"InsightSource": "orders-prod", "DataType": "InsightsEvents"}),
            (
                "cloudtrail.ListInsightsMetricData",
                {
                    "EventSource": "s3.amazonaws.com",
                    "EventName": "UpdateTrail",
                    "InsightType": "ApiCallRateInsight",
                },
            ),
            ("xray.GetInsight", {"InsightId": "00000000-0000-4000-8000-000000000000"}),
            ("xray.GetInsightEvents", {"InsightId": "00000000-0000-4000-8000-000000000000"}),
            ("internetmonitor.GetInternetEvent", {"EventId": "00000000-0000-4000-8000-000000000000"}),
            ("ec2.RunInstances", {"MaxCount": 1, "MinCount": 1, "ImageId": "ami-00000000"}),
            ("sqs.create_queue", {"QueueName": "orders-prod"}),
        ],
    )
    def test_is_what_a_person_would_write(self, operation: str, params: dict[str, Any]) -> None:
        assert smallest(operation) == params

    def test_has_what_the_test_asks_for_and_nothing_else(self) -> None:
        found = smallest("cloudtrail.ListInsightsData", lambda params: "MaxResults" in params)
        assert found == {"InsightSource": "orders-prod", "DataType": "InsightsEvents", "MaxResults": 1}

    def test_has_two_plain_entries_where_two_are_asked_for(self) -> None:
        found = smallest("ec2.RunInstances", lambda params: len(params.get("SecurityGroups", ())) > 1)
        assert found.keys() == {"MaxCount", "MinCount", "SecurityGroups", "ImageId"}
        assert len(found["SecurityGroups"]) == 2


class TestRequests:
    @settings(max_examples=100)
    @given(
        st.sampled_from(
            [
                "cloudwatch.PutMetricAlarm",
                "dynamodb.Query",
                "s3.PutObject",
                "wafv2.CreateWebACL",
                "iam.CreateRole",
            ]
        ).flatmap(lambda name: st.tuples(st.just(name), aws.requests(name)))
    )
    def test_keep_to_the_contract_and_to_botocores_validation(
        self, drawn: tuple[str, dict[str, Any]]
    ) -> None:
        name, params = drawn
        known = contract(*name.split("."))
        assert known.check_request(params) == []
        shape = known.operation_model.input_shape
        assert not ParamValidator().validate(params, shape).has_errors()

    @pytest.mark.parametrize(
        "condition",
        [
            lambda params: params["InsightType"] == "ApiErrorRateInsight" and "ErrorCode" in params,
            lambda params: params.get("Period") == 300,
            lambda params: {"StartTime", "EndTime"} <= params.keys(),
            lambda params: params.get("MaxResults") == 21600,
            lambda params: len(params["EventName"]) > 100,
        ],
    )
    def test_reach_both_sides_of_conditions_and_whole_ranges(
        self, condition: Callable[[dict[str, Any]], bool]
    ) -> None:
        assert condition(smallest("cloudtrail.ListInsightsMetricData", condition))

    @pytest.mark.parametrize(
        "name", ["cloudwatch.GetMetricStatistics", "cloudwatch.GetMetricData", "pi.GetResourceMetrics"]
    )
    def test_begin_a_span_before_its_end(self, name: str) -> None:
        seen: list[bool] = []

        @settings(max_examples=100, database=None, derandomize=True)
        @given(aws.requests(name))
        def draw(params: dict[str, Any]) -> None:
            seen.append(params["StartTime"] < params["EndTime"])

        draw()
        assert seen
        assert all(seen)

    def test_have_every_optional_member_but_tokens(self) -> None:
        known = contract("cloudtrail", "ListInsightsMetricData")
        seen: set[str] = set()

        @settings(max_examples=300, database=None, derandomize=True)
        @given(aws.requests(known))
        def draw(params: dict[str, Any]) -> None:
            seen.update(params)

        draw()
        assert set(known.operation_model.input_shape.members) - seen == {"NextToken"}

    def test_have_characters_of_other_scripts(self) -> None:
        found = smallest("dynamodb.ExecuteStatement", lambda params: not params["Statement"].isascii())
        assert contract("dynamodb", "ExecuteStatement").check_request(found) == []

    def test_each_example_may_be_changed(self) -> None:
        strategy = aws.requests("ec2.RunInstances")
        find(strategy, lambda params: params.clear() is None, settings=EXAMPLES)
        assert smallest("ec2.RunInstances").keys() == {"MaxCount", "MinCount", "ImageId"}

    def test_of_shapes_that_hold_themselves_end(self) -> None:
        known = service(
            {
                "In": {"type": "structure", "required": ["Tree"], "members": {"Tree": {"shape": "Tree"}}},
                "Tree": {
                    "type": "structure",
                    "members": {
                        "Name": {"shape": "Text"},
                        "Left": {"shape": "Tree"},
                        "All": {"shape": "Trees"},
                    },
                },
                "Trees": {"type": "list", "member": {"shape": "Tree"}, "min": 1},
            }
        )
        assert smallest(known) == {"Tree": {}}
        nested = smallest(known, lambda params: "Left" in params["Tree"].get("Left", {}))
        assert nested == {"Tree": {"Left": {"Left": {}}}}

    def test_of_a_query_protocol_have_no_empty_structures(self) -> None:
        known = service(
            {
                "In": {"type": "structure", "required": ["Inner"], "members": {"Inner": {"shape": "Inner"}}},
                "Inner": {"type": "structure", "members": {"Name": {"shape": "Text"}}},
            },
            "query",
        )
        assert smallest(known) == {"Inner": {"Name": "orders-prod"}}

    def test_are_kept_for_each_operation(self) -> None:
        assert aws.requests("sqs.CreateQueue") is aws.requests("sqs.create_queue")


class TestErrors:
    def test_an_unknown_operation(self) -> None:
        with pytest.raises(UnknownName, match=r"There is no operation 'CreateQuue' in sqs\."):
            aws.requests("sqs.CreateQuue")

    def test_a_contract_that_no_request_keeps_to(self) -> None:
        known = service(
            {
                "In": {"type": "structure", "required": ["Id"], "members": {"Id": {"shape": "Id"}}},
                "Id": {"type": "string", "pattern": "^(?!a)a$"},
            }
        )
        with pytest.raises(NoValidRequest) as raised:
            aws.requests(known)
        assert str(raised.value).startswith(
            "No request of sqs.Put keeps to its contract: Id must match ^(?!a)a$, but was "
        )
        assert str(raised.value).endswith("`harness rules sqs.Put` shows the rules and their sentences.")
