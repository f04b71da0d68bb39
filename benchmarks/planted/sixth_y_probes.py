"""Requests that show the bugs of part Y of the set `sixth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.sixth_y_operations import (
    BARE_CHECK,
    BARE_QUERY,
    BARE_ZONE,
    CHECKS,
    DATABASE,
    FULL_ZONE,
    HEALTH_CHECK,
    JOBS,
    KEY,
    MAPS,
    NEW_PACK,
    OTHER_APPLICATION,
    OTHER_PACK,
    OTHER_QUERY,
    PACK,
    PACKS,
    QUERY,
    REASONS,
    SIXTH_Y_PARAMS,
    ZONE,
)

Probe = dict[str, Any]
ACCOUNTS = [str(one["AccountId"]) for one in PACKS[PACK]]


def _tile(z: str, x: str, y: str, **more: str) -> Probe:
    return {"Z": z, "X": x, "Y": y, **more}


def _resource(kind: str | None, identifier: str | None) -> Probe:
    return {"ResourceType": kind, "ResourceId": identifier}


SIXTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "support.DescribeTrustedAdvisorCheckResult": (
        SIXTH_Y_PARAMS["support.DescribeTrustedAdvisorCheckResult"],
        [
            *[{"checkId": check} for check in CHECKS],
            {"checkId": None},
            {"checkId": ""},
            {"checkId": CHECKS[0].lower()},
            {"checkId": CHECKS[0] + "x"},
            *[{"language": language} for language in REASONS],
            {"language": "xx"},
            {"language": "EN"},
            {"language": "zh_tw"},
            {"language": ""},
            {"language": 5},
        ],
    ),
    "timestream-query.ListTagsForResource": (
        SIXTH_Y_PARAMS["timestream-query.ListTagsForResource"],
        [
            {"ResourceARN": None},
            {"ResourceARN": ""},
            {"ResourceARN": OTHER_QUERY},
            {"ResourceARN": BARE_QUERY},
            {"ResourceARN": QUERY + "0"},
            {"ResourceARN": QUERY + "0" * 2000},
            {"ResourceARN": DATABASE},
            {"ResourceARN": "hourly-sales"},
            {"MaxResults": 0},
            {"MaxResults": 5},
            {"MaxResults": 200},
            {"MaxResults": 201},
            {"MaxResults": "5"},
            {"NextToken": ""},
        ],
    ),
    "config.GetOrganizationConformancePackDetailedStatus": (
        SIXTH_Y_PARAMS["config.GetOrganizationConformancePackDetailedStatus"],
        [
            {"OrganizationConformancePackName": None},
            {"OrganizationConformancePackName": OTHER_PACK},
            {"OrganizationConformancePackName": NEW_PACK},
            {"OrganizationConformancePackName": PACK.lower()},
            {"OrganizationConformancePackName": "1st"},
            {"OrganizationConformancePackName": "a" * 129},
            {"Filters": {}},
            {"Filters": {"AccountId": ACCOUNTS[2]}},
            {"Filters": {"AccountId": "999999999999"}},
            {"Filters": {"AccountId": ACCOUNTS[2][1:]}},
            {"Filters": {"AccountId": "12345678901a"}},
            {"Filters": {"Status": "CREATE_FAILED"}},
            {"Filters": {"Status": "DELETE_SUCCESSFUL"}},
            {"Filters": {"Status": "create_failed"}},
            {"Filters": {"Status": "CREATE_SUCCESSFUL", "AccountId": ACCOUNTS[2]}},
            {"Filters": {"Status": "CREATE_FAILED", "AccountId": ACCOUNTS[2]}},
            {"Limit": -1},
            {"Limit": 0},
            {"Limit": 100},
            {"Limit": 101},
            {"Limit": 101, "OrganizationConformancePackName": "1st"},
        ],
    ),
    "location.GetMapTile": (
        SIXTH_Y_PARAMS["location.GetMapTile"],
        [
            *[{"MapName": name} for name in (*MAPS, "missing", "a.b", "a b", "ü", "a" * 101)],
            _tile("0", "0", "0"),
            _tile("1", "1", "0"),
            _tile("1", "0", "1"),
            _tile("2", "1", "2"),
            _tile("4", "0", "15"),
            _tile("22", "0", "0"),
            _tile("23", "0", "0"),
            _tile("1", "2", "0"),
            _tile("1", "0", "2"),
            _tile("0", "0", "99999999999"),
            _tile("-1", "0", "0"),
            _tile("1", "0", "0.5"),
            _tile("1", "a", "0"),
            _tile("1", "a0", "0"),
            _tile("2", "2", "1", Key=KEY),
            _tile("2", "2", "1", Key="v1.public.other"),
            _tile("2", "2", "1", Key=""),
            _tile("2", "2", "1", Key="a" * 1001),
        ],
    ),
    "pinpoint.GetImportJob": (
        SIXTH_Y_PARAMS["pinpoint.GetImportJob"],
        [
            *[{"JobId": job["Id"]} for job in JOBS],
            {"JobId": JOBS[9]["Id"], "ApplicationId": OTHER_APPLICATION},
            {"ApplicationId": OTHER_APPLICATION},
            {"ApplicationId": "missing"},
            {"JobId": "missing"},
            {"JobId": "größe & co"},
        ],
    ),
    "route53.ListTagsForResource": (
        SIXTH_Y_PARAMS["route53.ListTagsForResource"],
        [
            _resource("hostedzone", BARE_ZONE),
            _resource("hostedzone", FULL_ZONE),
            _resource("hostedzone", "ZONE1"),
            _resource("hostedzone", f"/hostedzone/{ZONE}"),
            _resource("hostedzone", "ZMISSING"),
            _resource("hostedzone", HEALTH_CHECK),
            _resource("hostedzone", "Z" * 65),
            _resource("healthcheck", HEALTH_CHECK),
            _resource("healthcheck", BARE_CHECK),
            _resource("healthcheck", HEALTH_CHECK.upper()),
            _resource("healthcheck", ZONE),
            _resource("HostedZone", ZONE),
            _resource("domain", ZONE),
        ],
    ),
}
SIXTH_Y_NARROW: dict[str, Probe] = {
    "config.GetOrganizationConformancePackDetailedStatus": {"Filters": {"Status": "CREATE_SUCCESSFUL"}},
}
