"""The mistakes of part Y of the set `eighth`. Some were made by real servers, whose issues are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import faults as f
from .bugs import in_operation
from .eighth_y_operations import APPROVALS
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply

# codecommit.GetPullRequestApprovalStates

add = in_operation("codecommit.GetPullRequestApprovalStates")
NO_PULL_REQUEST = "PullRequestDoesNotExistException: The pull request ID could not be found. HTTP status 400"
BAD_REVISION = (
    "InvalidRevisionIdException: The revision ID is not valid. Use GetPullRequest to determine the value."
)
WHO = "approvals: Information about users who have approved the pull request."


def _revisions(params: Params) -> dict[str, list[Item]]:
    return APPROVALS.get(str(params.get("pullRequestId")), {})


def _latest_if(test: Callable[[Params], bool]) -> Hooks:
    def request(params: Params) -> Params:
        known = _revisions(params)
        return params | {"revisionId": list(known)[-1]} if known and test(params) else params

    return Hooks(request=request)


def _no_approvals(reply: Reply) -> Reply:
    found = b"PullRequestDoesNotExist" in reply.body
    return replace(reply, status=200, body=b'{"approvals": []}') if found else reply


def _all_revisions(output: Output, params: Params, page: Page | None) -> Output:
    return {"approvals": [one for known in _revisions(params).values() for one in known]}


def _current_only(params: Params) -> Params:
    known = list(_revisions(params))
    if params["revisionId"] in known[:-1]:
        message = "The revision ID provided in the request does not match the current revision ID."
        raise Refused(Refusal("RevisionNotCurrentException", message))
    return params


def _with_revoked(output: Output, params: Params, page: Page | None) -> Output:
    now = [one["userArn"] for one in output["approvals"]]
    before = [one for known in _revisions(params).values() for one in known if one["userArn"] not in now]
    return {"approvals": output["approvals"] + [one | {"approvalState": "REVOKE"} for one in before]}


add(
    "revision-optional",
    "Without a revisionId, the approvals of the latest revision are answered.",
    "RevisionIdRequiredException: A revision ID is required, but was not provided.",
    lambda: _latest_if(lambda params: "revisionId" not in params),
)
add(
    "any-revision",
    "A revisionId that is not one of the pull request means its latest revision.",
    BAD_REVISION,
    lambda: _latest_if(
        lambda params: "revisionId" in params and params["revisionId"] not in _revisions(params)
    ),
)
add(
    "id-required-code",
    "A missing pullRequestId is a ValidationException, as in most services.",
    "PullRequestIdRequiredException: A pull request ID is required, but none was provided.",
    lambda: f.error_for("PullRequestIdRequiredException", code="ValidationException"),
)
add(
    "id-number",
    "A pullRequestId that is a number is accepted, as clients have it as one. (renovatebot/renovate#17076)",
    "pullRequestId: type string",
    lambda: f.change("pullRequestId", lambda value: str(value) if isinstance(value, int) else value),
)
add(
    "unknown-is-empty",
    "A pull request that there is not has no approvals.",
    NO_PULL_REQUEST,
    lambda: f.http(_no_approvals, errors_only=True),
)
add(
    "unknown-404",
    "A pull request that there is not is answered with status 404.",
    NO_PULL_REQUEST,
    lambda: f.error_for("PullRequestDoesNotExistException", status=404),
)
add(
    "revision-code",
    "A revision that is not valid is a RevisionIdDoesNotExistException, as for other things.",
    BAD_REVISION,
    lambda: f.error_for("InvalidRevisionIdException", code="RevisionIdDoesNotExistException"),
)
add(
    "current-revision-only",
    "A revision that is not the latest is a RevisionNotCurrentException, as for the update.",
    WHO + " (Its errors have no RevisionNotCurrentException.)",
    lambda: f.params(_current_only),
)
add(
    "all-revisions",
    "The approvals of all revisions are answered, whatever the revision. (renovatebot/renovate#2868 "
    "tells that a state is one of the pull request.)",
    "revisionId: The system-generated ID for the pull request revision.",
    lambda: f.answer(_all_revisions),
)
add(
    "revoked-listed",
    "Whoever approved another revision is in the list with REVOKE.",
    "approvalState: The state of the approval, APPROVE or REVOKE. REVOKE states are not stored.",
    lambda: f.answer(_with_revoked),
)
add(
    "state-approved",
    "The state is APPROVED, as that of reviews on GitHub. (Like github/command#55.)",
    "ApprovalState: APPROVE | REVOKE",
    lambda: f.each("approvals", f.put(approvalState="APPROVED")),
)
add(
    "user-name",
    "userArn is the name of the user.",
    "userArn: The Amazon Resource Name (ARN) of the user.",
    lambda: f.each("approvals", lambda one: one | {"userArn": one["userArn"].rpartition("/")[2]}),
)
add(
    "list-of-arns",
    "The approvals are a list of ARNs.",
    WHO + " (list of Approval: userArn, approvalState)",
    lambda: f.answers(lambda output: {"approvals": Raw([one["userArn"] for one in output["approvals"]])}),
)
