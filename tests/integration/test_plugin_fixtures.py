"""The fixtures that give a test a contract, or a client that answers from one."""

from __future__ import annotations

import pytest


def test_the_synthetic_client_answers_from_the_contract(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_events(synthetic_client, aws_contract):
            client = synthetic_client("cloudtrail", seed=1)
            params = {"InsightSource": "arn:aws:cloudtrail", "DataType": "InsightsEvents", "MaxResults": 5}
            answer = client.list_insights_data(**params)
            assert 0 < len(answer["Events"]) <= 5
            assert aws_contract("cloudtrail", "ListInsightsData").check_response(params, answer) == []

        def test_an_override_is_held_to_the_contract(synthetic_client):
            import pytest
            client = synthetic_client("xray")
            client.override("xray.GetInsightEvents", {"InsightEvents": []})
            answer = client.get_insight_events(InsightId="1a2b3c4d-1111-4111-8111-1a2b3c4d5e6f")
            assert answer["InsightEvents"] == []
        """
    )
    pytester.runpytest_inprocess("-p", "no:randomly").assert_outcomes(passed=2)


def test_a_world_is_of_one_test_and_of_all_its_clients(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_a_bucket_is_there(synthetic_client, aws_world):
            synthetic_client("s3", state=aws_world).create_bucket(Bucket="reports")
            buckets = synthetic_client("s3", state=aws_world).list_buckets()["Buckets"]
            assert [each["Name"] for each in buckets] == ["reports"]

        def test_another_test_begins_with_nothing(synthetic_client, aws_world):
            assert synthetic_client("s3", state=aws_world).list_buckets()["Buckets"] == []
        """
    )
    pytester.runpytest_inprocess("-p", "no:randomly").assert_outcomes(passed=2)
