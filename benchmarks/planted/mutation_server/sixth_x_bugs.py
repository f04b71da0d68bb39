"""The mistakes of part X of the set `sixth`."""

from __future__ import annotations

from . import faults as f
from .bugs import in_operation
from .sixth_x_operations import VERSIONS

# elasticbeanstalk.DescribeApplicationVersions

add = in_operation("elasticbeanstalk.DescribeApplicationVersions")
LABELS = "Specify a version label to show a specific application version."
NAME = "Specify an application name to show only application versions for that application."
TOKEN = "Specify a token from a previous response page to retrieve the next response page."

add("name-ignored", "ApplicationName is ignored.", NAME, lambda: f.drop("ApplicationName"))
add("labels-ignored", "VersionLabels is ignored.", LABELS, lambda: f.drop("VersionLabels"))
add(
    "first-label-only",
    "Only the first of several VersionLabels is looked at.",
    LABELS,
    lambda: f.change("VersionLabels", lambda labels: labels[:1] if isinstance(labels, list) else labels),
)
add(
    "labels-without-name",
    "VersionLabels makes the server forget ApplicationName: versions of other applications come too.",
    NAME,
    lambda: f.params(
        lambda params: f.lacking(params, "ApplicationName") if "VersionLabels" in params else params
    ),
)
add(
    "name-any-case",
    "ApplicationName is compared without regard to case.",
    NAME,
    lambda: f.items(
        lambda items, params: (
            [one for one in VERSIONS if one["ApplicationName"].lower() == params["ApplicationName"].lower()]
            if "ApplicationName" in params and "VersionLabels" not in params
            else items
        )
    ),
)
add(
    "newest-first",
    "Versions come with the newest first.",
    "List of ApplicationVersionDescription objects sorted in order of creation.",
    lambda: f.items(lambda items, params: items[::-1]),
)
add(
    "default-page",
    "Without MaxRecords a page has 10 versions.",
    "If no MaxRecords is specified, all available application versions are retrieved in a single response.",
    lambda: f.merged(
        f.params(lambda params: {"MaxRecords": 10, **params}),
    ),
)
add(
    "max-records-zero",
    "MaxRecords 0 is accepted, and means 1.",
    "MaxRecords: minimum 1, maximum 1000.",
    lambda: f.merged(
        f.overlook("MaxRecords", "min"),
        f.params(lambda p: p | {"MaxRecords": max(1, p.get("MaxRecords", 1000))}),
    ),
)
add(
    "long-name",
    "An ApplicationName of more than 100 characters is accepted.",
    "ApplicationName: length from 1 to 100.",
    lambda: f.overlook("ApplicationName", "max"),
)
add(
    "status-upper-case",
    "Status is written in upper case.",
    "Status: Processed, Unprocessed, Failed, Processing, Building.",
    lambda: f.each("ApplicationVersions", lambda one: one | {"Status": one["Status"].upper()}),
)
add("border-lost", "A page lacks its first version if it is not the first page.", TOKEN, f.loses_at_border)
