"""The Internet Monitor: an event of the internet that users of AWS noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insight_reporter.model import InternetReport

if TYPE_CHECKING:
    from types_boto3_internetmonitor import CloudWatchInternetMonitorClient


def report_on_internet(client: CloudWatchInternetMonitorClient, event: str) -> InternetReport:
    """Return what happened, to which network, and where.

    Args:
        client: a client of the Internet Monitor.
        event: the event's id.
    """
    found = client.get_internet_event(EventId=event)
    where = found["ClientLocation"]
    place = (where["City"], where.get("Metro"), where.get("Subdivision"), where["Country"])
    return InternetReport(
        event=found["EventId"],
        kind=found["EventType"],
        state=found["EventStatus"],
        start=found["StartedAt"],
        end=found.get("EndedAt"),
        network=f"AS{where['ASNumber']} {where['ASName']}",
        place=", ".join(part for part in place if part),
    )
