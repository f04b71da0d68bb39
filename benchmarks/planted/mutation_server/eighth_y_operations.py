"""Six operations more, part Y of the set `eighth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, Operation


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# codecommit.GetPullRequestApprovalStates

_PEOPLE = (
    f"arn:aws:iam::{ACCOUNT}:user/Mary_Major",
    f"arn:aws:iam::{ACCOUNT}:user/teams/web/Li_Juan",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/CodeCommitReview/Saanvi_Sarkar",
    f"arn:aws:sts::{ACCOUNT}:federated-user/Jorge.Souza@example.com",
    f"arn:aws:iam::{ACCOUNT}:root",
    "arn:aws:sts::210987654321:assumed-role/partner-reviewers/mateo,jackson=1",
    f"arn:aws:iam::{ACCOUNT}:user/mary_major",
)
# For each pull request, who approved each of its revisions, the latest one last.
_APPROVED: dict[str, tuple[tuple[int, ...], ...]] = {
    "1": ((),),
    "8": ((0, 1), (2, 0, 5)),
    "27": ((3,),),
    "28": ((), (4, 6, 0), ()),
    "104": ((0,),),
    "105": ((1, 2, 3, 4, 5, 6, 0),),
    "1024": ((6, 0),),
    "99999": ((5,), (1,)),
}


def revision(request: str, number: int) -> str:
    """The ID of a revision of a pull request."""
    return _digits(f"revision {number} of {request}", 64)


# The approvals of each revision of each pull request.
APPROVALS: dict[str, dict[str, list[Item]]] = {
    request: {
        revision(request, number): [
            {"userArn": _PEOPLE[person], "approvalState": "APPROVE"} for person in people
        ]
        for number, people in enumerate(revisions)
    }
    for request, revisions in _APPROVED.items()
}
PULL_REQUEST = {"pullRequestId": "8", "revisionId": revision("8", 1)}
_OF_MEMBER = {"pullRequestId": "PullRequestId", "revisionId": "RevisionId"}


def _approval_rules(params: Params) -> Iterable[Violation]:
    request, wanted = params["pullRequestId"], params["revisionId"]
    if not re.fullmatch("[0-9]{1,18}", request):
        yield rule("pullRequestId", "The pull request ID is not valid. It must be a number.", request)
    elif not re.fullmatch("[0-9a-f]{64}", wanted):
        yield rule("revisionId", "The revision ID is not valid.", wanted)


def _approval_error(wrong: list[Violation]) -> dict[str, Any]:
    first = min(wrong, key=lambda one: (one.member not in _OF_MEMBER, one.member))
    name = _OF_MEMBER.get(first.member, "PullRequestId")
    required = first.kind == "required"
    return {"code": f"{name}RequiredException" if required else f"Invalid{name}Exception"}


def _approvals_answer(params: Params, page: Page | None) -> Output:
    revisions = APPROVALS.get(params["pullRequestId"])
    if revisions is None:
        message = f"{params['pullRequestId']} does not exist"
        raise Refused(Refusal("PullRequestDoesNotExistException", message))
    if params["revisionId"] not in revisions:
        message = "The revision ID is not one of the pull request."
        raise Refused(Refusal("InvalidRevisionIdException", message))
    return {"approvals": [dict(one) for one in revisions[params["revisionId"]]]}


EIGHTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "codecommit.GetPullRequestApprovalStates",
            "InvalidPullRequestIdException",
            _approvals_answer,
            rules=_approval_rules,
            detail=_approval_error,
        ),
    ]
}
# What a user has to say, since it names a resource.
EIGHTH_Y_PARAMS: dict[str, dict[str, Any]] = {
    "codecommit.GetPullRequestApprovalStates": PULL_REQUEST,
}
