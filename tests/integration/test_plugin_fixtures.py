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


def test_a_session_is_made_in_replay_without_credentials_and_region(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.fixture
        def code(boto3_session):
            return boto3_session.client("dynamodb")

        @pytest.mark.cassette
        def test_a_client(code, boto3_session):
            assert code.meta.region_name == "us-east-1"
            assert boto3_session.get_credentials() is not None
            with pytest.raises(Exception, match="no cassette"):
                code.list_tables()

        @pytest.mark.cassette
        def test_another_session(cassette, boto3_session):
            assert boto3_session.resource("s3").meta.client.meta.region_name == "us-east-1"
        """
    )
    result = project.runpytest_inprocess()
    result.stdout.fnmatch_lines(["*1 failed, 1 passed*"])  # a test that misses a recording fails, as always
    assert "test_a_client" in result.stdout.str().partition("short test summary")[2]


def test_a_session_keeps_the_region_of_the_environment(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    project.makepyfile(
        """
        import boto3

        def test_a_region(cassette, boto3_session):
            assert boto3_session.region_name == "eu-west-1"
            assert boto3_session is not boto3.DEFAULT_SESSION
        """
    )
    project.runpytest_inprocess().assert_outcomes(passed=1)
