"""A lister of the events of an X-Ray insight.

Planted: a page is read only if there is one after it.
"""

import pytest

import harness

INSIGHT = "12345678-1234-4234-8234-123456789012"


def list_events(client):
    """Return all events."""
    events, request = [], {"InsightId": INSIGHT}
    while True:
        page = client.get_insight_events(**request)
        events += page.get("InsightEvents", [])
        if not page.get("NextToken"):
            return events
        request["NextToken"] = page["NextToken"]


def list_events_planted(client):
    events = []
    page = client.get_insight_events(InsightId=INSIGHT)
    while page.get("NextToken"):
        events += page.get("InsightEvents", [])
        page = client.get_insight_events(InsightId=INSIGHT, NextToken=page["NextToken"])
    return events


PLANTED = pytest.param(list_events_planted, marks=pytest.mark.xfail(raises=AssertionError))


@pytest.mark.parametrize("list_all", [list_events, PLANTED])
@harness.fuzz.aws("xray.GetInsightEvents", max_examples=25)
def test_no_event_is_lost(aws, list_all):
    assert list_all(aws.client) == aws.expected("InsightEvents")
