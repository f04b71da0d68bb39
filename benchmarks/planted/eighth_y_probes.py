"""Requests that show the bugs of part Y of the set `eighth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.eighth_y_operations import (
    APPROVALS,
    EIGHTH_Y_PARAMS,
)

Probe = dict[str, Any]

EIGHTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "codecommit.GetPullRequestApprovalStates": (
        EIGHTH_Y_PARAMS["codecommit.GetPullRequestApprovalStates"],
        [
            *[
                {"pullRequestId": request, "revisionId": revision}
                for request, revisions in APPROVALS.items()
                for revision in revisions
            ],
            {"pullRequestId": None},
            {"revisionId": None},
            {"pullRequestId": None, "revisionId": None},
            {"pullRequestId": 8},
            {"pullRequestId": "7"},
            {"pullRequestId": "x"},
            {"pullRequestId": ""},
            {"revisionId": "9f29d167EXAMPLE"},
            {"revisionId": "0" * 64},
        ],
    ),
}
# Bugs that only pages of a shorter list show.
EIGHTH_Y_NARROW: dict[str, Probe] = {}
