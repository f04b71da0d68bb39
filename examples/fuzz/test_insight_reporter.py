"""A report on an event of the Internet Monitor.

Planted: it forgets that an event which goes on has no end yet.
"""

import pytest

import harness


def report(client, event):
    """Return one line on an event: what happened, where, and for how long."""
    found = client.get_internet_event(EventId=event)
    ended = found.get("EndedAt")
    lasting = f"for {ended - found['StartedAt']}" if ended else "and goes on"
    return f"{found['EventType']} in {found['ClientLocation']['City']}, {lasting}"


def report_planted(client, event):
    found = client.get_internet_event(EventId=event)
    lasting = found["EndedAt"] - found["StartedAt"]
    return f"{found['EventType']} in {found['ClientLocation']['City']}, for {lasting}"


PLANTED = pytest.param(report_planted, marks=pytest.mark.xfail(raises=KeyError))


@pytest.mark.parametrize("line_on", [report, PLANTED])
@harness.fuzz.aws("internetmonitor.GetInternetEvent", max_examples=25)
def test_every_event_can_be_reported(aws, line_on):
    line = line_on(aws.client, "event-1")
    (kind,), (city,) = aws.expected("EventType"), aws.expected("ClientLocation.City")
    assert line.startswith(f"{kind} in {city}, ")
