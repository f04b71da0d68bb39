from __future__ import annotations

import pytest

from harness.models.pages.naming import derive_operation_name, find_operation_name, find_service


@pytest.mark.parametrize(
    ("client", "method", "name", "service"),
    [
        ("XRay", "get_insight", "xray", "xray"),
        ("XRay", "get_insight", None, "xray"),
        ("CloudWatchInternetMonitor", "get_internet_event", None, "internetmonitor"),
        ("XRay", "an_operation_of_tomorrow", None, "xray"),
        ("Weather", "get_forecast", "weather", None),
        ("Weather", "get_forecast", "xray", None),
    ],
)
def test_service(client: str, method: str, name: str | None, service: str | None) -> None:
    model = find_service(client, method, name)
    assert (model and model.service_name) == service


def test_operation() -> None:
    model = find_service("XRay", "get_insight", "xray")
    assert model is not None
    assert find_operation_name(model, "get_insight_events") == "GetInsightEvents"
    assert find_operation_name(model, "get_weather") is None
    assert derive_operation_name("get_insight_events") == "GetInsightEvents"
