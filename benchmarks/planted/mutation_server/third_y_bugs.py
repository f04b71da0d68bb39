"""The mistakes of part Y of the set `third`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import hashlib
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import faults as f
from .bugs import in_operation
from .model import Hooks, Item, Output, Page, Params, Raw, Reply, Violation
from .operations import ACCOUNT
from .third_y_operations import (
    ALL_BACKUPS,
    ARCHIVE,
    BACKUPS,
    DEFINITIONS,
    JOB_FILTERS,
    JOBS,
    PARTS,
    PARTS_KEY,
    PRICES,
    backup_passes,
    backups_for,
    job_passes,
    price_text,
    prices_in_time,
    stage_of,
    tree_hash,
    wildcard,
)
from .tokens import read

# batch.ListJobs

add = in_operation("batch.ListJobs")
ONE_FILTER = "Only one filter can be used at a time."
NAMES = "The value of the filter is a case-insensitive match for the job name."


def _entry(params: Params) -> Item:
    return next(iter(params.get("filters", [])), {})


def _several_parents(one: Violation, params: Params) -> bool:
    return one.member == "jobQueue" and "jobQueue" in params


def _jobs_like(name: str, passes: Callable[[Item, str], bool]) -> Hooks:
    """The filter of a name lets other jobs pass."""

    def items(jobs: list[Item], params: Params) -> list[Item]:
        entry = _entry(params)
        if entry.get("name") != name or "jobQueue" not in params:
            return jobs
        found = [job for job in JOBS if any(passes(job, value) for value in entry["values"])]
        return sorted(found, key=lambda job: -int(job["createdAt"]))

    return f.items(items)


def _status_too(jobs: list[Item], params: Params) -> list[Item]:
    status = params.get("jobStatus", "RUNNING")
    return [job for job in jobs if job["status"] == status] if _entry(params) else jobs


def _any_status(jobs: list[Item], params: Params) -> list[Item]:
    return jobs if {"jobStatus", "filters"} & set(params) or "jobQueue" not in params else JOBS[::-1]


def _definition_of(job: Item) -> str:
    return str(job["jobDefinition"]).removeprefix(DEFINITIONS).rpartition(":")[0]


def _exact_page(token: str, member: str, limit: str) -> Hooks:
    """A full last page has a token too, which leads to an empty page."""
    issued = "ZnVsbA"

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        full = page and page.items and len(page.items) == int(params.get(limit, 0))
        return output if member in output or not full else output | {member: issued}

    return Hooks(answer=answer, position=lambda token, params: 10**6 if token == issued else None)


add(
    "queue-and-array",
    "arrayJobId and multiNodeJobId are accepted beside jobQueue, and ignored. "
    "(Like getmoto/moto#8312, where arrayJobId had no effect.)",
    "You must specify only one of the following items: A job queue ID ..., A multi-node parallel job ID ..., "
    "An array job ID ...",
    lambda: Hooks(excuse=_several_parents),
)
add(
    "status-beside-filter",
    "jobStatus, or its default, limits the jobs that a filter finds. (getmoto/moto#9127)",
    "If the filters parameter is specified, the jobStatus parameter is ignored and jobs with any status are "
    "returned.",
    lambda: f.items(_status_too),
)
add(
    "every-status",
    "Without jobStatus, jobs of every status are returned.",
    "If you don't specify a status, only RUNNING jobs are returned.",
    lambda: f.items(_any_status),
)
add(
    "name-with-case",
    "JOB_NAME is compared with its case. (Like getmoto/moto#9127.)",
    f"{NAMES} For example, test1 matches both Test1 and test1",
    lambda: _jobs_like(
        "JOB_NAME",
        lambda job, value: (
            job["jobName"].startswith(value[:-1]) if value.endswith("*") else job["jobName"] == value
        ),
    ),
)
add(
    "name-asterisk-literal",
    "An asterisk at the end of JOB_NAME is a character like others. (getmoto/moto#9127)",
    "If the value ends with an asterisk (*), the filter matches any job name that begins with the string "
    "before the '*'.",
    lambda: _jobs_like("JOB_NAME", lambda job, value: job["jobName"].lower() == value.lower()),
)
add(
    "name-prefix",
    "JOB_NAME finds the jobs whose names begin with the value, without an asterisk.",
    NAMES,
    lambda: _jobs_like(
        "JOB_NAME", lambda job, value: job["jobName"].lower().startswith(value.lower().rstrip("*"))
    ),
)
add(
    "definition-any-case",
    "JOB_DEFINITION is compared without case.",
    "The value is case sensitive. ... For example, ... jd1 matches only jd1",
    lambda: _jobs_like(
        "JOB_DEFINITION",
        lambda job, value: (
            job_passes(job, "JOB_DEFINITION", value) or _definition_of(job).lower() == value.lower()
        ),
    ),
)
add(
    "definition-other-revisions",
    "An ARN as JOB_DEFINITION finds the jobs of all its revisions.",
    "When the JOB_DEFINITION filter is used and the ARN is used ..., the results include jobs that used the "
    "specified revision of the job definition.",
    lambda: _jobs_like(
        "JOB_DEFINITION",
        lambda job, value: (
            job["jobDefinition"].rpartition(":")[0] == value.rpartition(":")[0]
            if value.startswith("arn:")
            else job_passes(job, "JOB_DEFINITION", value)
        ),
    ),
)
add(
    "several-filters",
    "Several filters are accepted, and the first counts. (AWS refuses them: boto/boto3#3978.)",
    ONE_FILTER,
    lambda: f.overlook("filters", "rule"),
)
add(
    "filter-name-lower",
    "Names of filters are accepted in any case.",
    "Filter names are case sensitive.",
    lambda: f.merged(
        f.overlook("filters.name", "rule", lambda name: str(name).upper() in JOB_FILTERS),
        f.params(
            lambda params: (
                params
                | {"filters": [one | {"name": str(one.get("name", "")).upper()} for one in params["filters"]]}
                if "filters" in params
                else params
            )
        ),
    ),
)
add(
    "max-results-0",
    "maxResults 0 is accepted and means 1000. (Emulators read 0 as not given, as chimera-nas/chimera#1198 "
    "does.)",
    "The minimum value is 1.",
    lambda: f.merged(
        f.overlook("maxResults", "rule", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 1000),
    ),
)
add(
    "created-in-seconds",
    "createdAt and startedAt are seconds with a fraction. (getmoto/moto#4364)",
    "createdAt: type long. The Unix timestamp (in milliseconds) for when the job was created.",
    lambda: f.each(
        "jobSummaryList",
        lambda job: (
            job | {name: Raw(job[name] / 1000 + 0.0005) for name in ("createdAt", "startedAt") if name in job}
        ),
    ),
)
add(
    "token-of-full-page",
    "A last page with just maxResults jobs has a nextToken, which leads to an empty page. "
    "(getmoto/moto#9923)",
    "nextToken: This value is null when there are no more results to return.",
    lambda: _exact_page("nextToken", "nextToken", "maxResults"),
)
add(
    "filtered-oldest-first",
    "Jobs that a filter finds are sorted by createdAt with the oldest first.",
    "The results are sorted by the createdAt field, with the most recent jobs being first.",
    lambda: f.items(
        lambda jobs, params: (
            sorted(jobs, key=lambda job: int(job["createdAt"])) if "filters" in params else jobs
        )
    ),
)
add(
    "summaries-left-out",
    "jobSummaryList is left out if no job was found.",
    "jobSummaryList: required",
    lambda: f.answers(
        lambda output: output if output.get("jobSummaryList") else f.lacking(output, "jobSummaryList")
    ),
)

# backup.ListBackupJobs

add = in_operation("backup.ListBackupJobs")
PAGES = (
    "if a request is made to return MaxResults number of items, NextToken allows you to return more items in "
    "your list starting at the location pointed to by the next token."
)


def _backups_like(passes: Callable[[Item, str, Any], bool]) -> Hooks:
    """The parameters are compared in another way."""
    return f.items(
        lambda jobs, params: [
            job for job in BACKUPS if all(passes(job, name, value) for name, value in params.items())
        ]
    )


def _vault_prefix(job: Item, name: str, value: Any) -> bool:
    if name == "ByBackupVaultName":
        return bool(job["BackupVaultName"].startswith(value))
    return backup_passes(job, name, value)


def _after_or_at(job: Item, name: str, value: Any) -> bool:
    return backup_passes(job, name, value) or (name == "ByCreatedAfter" and job["CreationDate"] == value)


def _not_complete(job: Item, name: str, value: Any) -> bool:
    return backup_passes(job, name, value) or (name == "ByCompleteAfter" and "CompletionDate" not in job)


def _complete_is_created(job: Item, name: str, value: Any) -> bool:
    if name.startswith("ByComplete"):
        return backup_passes(job, name.replace("Complete", "Created"), value)
    return backup_passes(job, name, value)


def _one_bound(params: Params) -> Params:
    return f.lacking(params, "ByCreatedBefore") if "ByCreatedAfter" in params else params


add(
    "max-results-1001",
    "MaxResults above 1000 is accepted.",
    "MaxResults: max 1000",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "state-any-case",
    "ByState may be in any case, and finds the jobs.",
    "ByState: enumeration CREATED, PENDING, RUNNING, ...",
    lambda: f.merged(
        f.overlook("ByState", "enum", f.matches("created|pending|running|completed|failed|expired", re.I)),
        f.params(
            lambda params: params | {"ByState": params["ByState"].upper()} if "ByState" in params else params
        ),
    ),
)
add(
    "state-partial-unknown",
    "ByState PARTIAL is refused, as the server knows an older list of states.",
    "ByState: enumeration ..., EXPIRED, PARTIAL",
    lambda: f.demand("ByState", lambda value: value == "PARTIAL"),
)
add(
    "vault-prefix",
    "ByBackupVaultName finds the vaults whose names begin with the value.",
    "Returns only backup jobs that will be stored in the specified backup vault.",
    lambda: _backups_like(_vault_prefix),
)
add(
    "vault-51-characters",
    "A ByBackupVaultName of more than 50 characters is accepted.",
    r"ByBackupVaultName: pattern ^[a-zA-Z0-9\-\_]{2,50}$",
    lambda: f.overlook("ByBackupVaultName", "pattern", f.matches(r"[a-zA-Z0-9_-]{51,}")),
)
add(
    "account-with-hyphens",
    "ByAccountId may have hyphens between its digits.",
    "ByAccountId: pattern ^[0-9]{12}$",
    lambda: f.overlook("ByAccountId", "pattern", f.matches(r"[0-9]+(-[0-9]+)+")),
)
add(
    "account-line-end",
    "ByAccountId may end with a line end, as Python's `$` allows.",
    "ByAccountId: pattern ^[0-9]{12}$",
    lambda: f.overlook("ByAccountId", "pattern", f.matches(r"[0-9]{12}\n")),
)
add(
    "resource-not-decoded",
    "ByResourceArn is compared as it stands in the URL, with %3A for a colon. (Like supabase/storage#1377.)",
    "Returns only backup jobs that match the specified resource Amazon Resource Name (ARN).",
    lambda: f.params(
        lambda params: (
            params | {"ByResourceArn": urllib.parse.quote(params["ByResourceArn"], safe="/")}
            if "ByResourceArn" in params
            else params
        )
    ),
)
add(
    "created-after-inclusive",
    "A job that was created at ByCreatedAfter is returned too.",
    "Returns only backup jobs that were created after the specified date.",
    lambda: _backups_like(_after_or_at),
)
add(
    "one-bound-at-a-time",
    "ByCreatedBefore has no effect beside ByCreatedAfter.",
    "Returns only backup jobs that were created before the specified date.",
    lambda: f.params(_one_bound),
)
add(
    "unfinished-after",
    "ByCompleteAfter lets jobs pass that are not complete.",
    "Returns only backup jobs completed after a date",
    lambda: _backups_like(_not_complete),
)
add(
    "complete-is-created",
    "ByCompleteAfter and ByCompleteBefore are compared with CreationDate.",
    "Returns only backup jobs completed after a date; ... completed before a date",
    lambda: _backups_like(_complete_is_created),
)
add(
    "older-jobs",
    "Jobs that were created more than 30 days ago are returned too.",
    "Returns a list of existing backup jobs for an authenticated account for the last 30 days.",
    lambda: f.items(lambda jobs, params: backups_for(params, ALL_BACKUPS)),
)
add(
    "dates-in-milliseconds",
    "CompletionDate is in milliseconds.",
    "in Unix format and Coordinated Universal Time (UTC). ... For example, the value 1516925490.087 "
    "represents Friday, January 26, 2018",
    lambda: f.each(
        "BackupJobs",
        lambda job: (
            job | {"CompletionDate": Raw(int(job["CompletionDate"].timestamp() * 1000))}
            if "CompletionDate" in job
            else job
        ),
    ),
)
add(
    "percent-number",
    "PercentDone is a number.",
    "PercentDone: type string",
    lambda: f.each("BackupJobs", lambda job: job | {"PercentDone": Raw(float(job["PercentDone"]))}),
)
add(
    "no-pages",
    "MaxResults has no effect: there is one page. (Like getmoto/moto#7231, which had no pagination.)",
    "MaxResults: The maximum number of items to be returned.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "later-pages-unfiltered",
    "Pages after the first have jobs that the parameters do not ask for.",
    "Returns only backup jobs that are in the specified state.",
    lambda: f.later_pages(lambda page, params: replace(page, items=BACKUPS[page.start : page.stop])),
)
add(
    "any-token",
    "A NextToken that nobody issued leads to the first page. (faiscadev/fakecloud#1614)",
    PAGES,
    lambda: f.any_token("NextToken"),
)

# glacier.GetJobOutput

add = in_operation("glacier.GetJobOutput")
STATUS = (
    "The HTTP response code for a job output request. The value depends on whether a range was specified in "
    "the request."
)
SIZE = "if you specify a range of bytes=0-1048575, you should verify your download size is 1,048,576 bytes"
PART = (
    "If only partial output is downloaded, the response provides the range of bytes Amazon Glacier returned."
)


def _range_end(output: Output, params: Params, page: Page | None) -> Output:
    found = re.fullmatch(r"bytes=([0-9]+)-([0-9]+)", params.get("range", ""))
    if not found:
        return output
    return output | {"contentRange": f"bytes {found[1]}-{found[2]}/{len(ARCHIVE)}"}


def _range_end_after(output: Output, params: Params, page: Page | None) -> Output:
    found = re.fullmatch(r"bytes ([0-9]+)-([0-9]+)/([0-9]+)", output.get("contentRange", ""))
    if not found:
        return output
    return output | {"contentRange": f"bytes {found[1]}-{int(found[2]) + 1}/{found[3]}"}


def _one_byte_less(output: Output, params: Params, page: Page | None) -> Output:
    return output | {"body": output["body"][:-1]} if "range" in params else output


def _whole_is_200(output: Output, params: Params, page: Page | None) -> Output:
    if len(output["body"]) < len(ARCHIVE):
        return output
    return f.lacking(output, "contentRange") | {"status": 200}


def _account_without_hyphens(params: Params) -> Params:
    account = params.get("accountId", "")
    digits = account.replace("-", "") if isinstance(account, str) else ""
    return params | ({"accountId": digits} if re.fullmatch("[0-9]{12}", digits) else {})


def _from_zero(output: Output, params: Params, page: Page | None) -> Output:
    if "range" not in params:
        return output
    return output | {"body": ARCHIVE[: len(output["body"])]}


def _read_once() -> Hooks:
    seen: list[bool] = []

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        if "range" in params:
            return output
        seen.append(True)
        return output if len(seen) == 1 else output | {"body": b"", "checksum": tree_hash(b"")}

    return f.answer(answer)


def _plain_error(reply: Reply, params: Params) -> Reply:
    if reply.status < 400:
        return reply
    kept = {name: text for name, text in reply.headers.items() if name != "x-amzn-ErrorType"}
    return replace(reply, headers=kept | {"Content-Type": "text/plain"}, body=b"Not Found")


add(
    "range-200",
    "A range is answered with the status 200.",
    STATUS,
    lambda: f.answers(lambda output: output | {"status": 200}),
)
add(
    "whole-range-200",
    "A range that is the whole output is answered as a request without one. (chimera-nas/chimera#1194, "
    "jamhall/s3rver#754)",
    STATUS,
    lambda: f.answer(_whole_is_200),
)
add(
    "content-range-missing",
    "The answer to a range has no Content-Range. (jamhall/s3rver#754)",
    PART,
    lambda: f.answers(lambda output: f.lacking(output, "contentRange")),
)
add(
    "content-range-as-asked",
    "Content-Range tells the end that was asked for, even after the end of the output. (jamhall/s3rver#374)",
    PART,
    lambda: f.answer(_range_end),
)
add(
    "content-range-end-after",
    "The end in Content-Range is the first byte that is not returned.",
    "For example, bytes 0-1048575/8388608 returns the first 1 MB from 8 MB.",
    lambda: f.answer(_range_end_after),
)
add(
    "range-end-exclusive",
    "The last byte of a range is not returned.",
    SIZE,
    lambda: f.answer(_one_byte_less),
)
add(
    "range-from-zero",
    "A range has as many bytes as was asked for, but from the beginning of the output.",
    "The range of bytes to retrieve from the output.",
    lambda: f.answer(_from_zero),
)
add(
    "range-ignored",
    "The whole output is returned, whatever the range. (Like chimera-nas/chimera#476.)",
    "If the job output is large, then you can use a range to retrieve a portion of the output.",
    lambda: f.drop("range"),
)
add(
    "checksum-of-any-part",
    "A part that does not begin and end on a multiple of 1 MB has a checksum too.",
    "Furthermore, this header appears only under the following conditions: You get the entire range of the "
    "archive. You request a range to return of the archive that starts and ends on a multiple of 1 MB.",
    lambda: f.answers(lambda output: output | {"checksum": tree_hash(output["body"])}),
)
add(
    "checksum-missing",
    "There is no checksum of the whole archive.",
    "this header appears only under the following conditions: You get the entire range of the archive.",
    lambda: f.answers(lambda output: f.lacking(output, "checksum")),
)
add(
    "checksum-md5",
    "The checksum is an MD5 digest.",
    "Along with the data, the response includes a SHA256 tree hash of the payload.",
    lambda: f.answers(
        lambda output: (
            output | {"checksum": hashlib.md5(output["body"], usedforsecurity=False).hexdigest()}
            if "checksum" in output
            else output
        )
    ),
)
add(
    "unknown-400",
    "A vault or job that does not exist is an InvalidParameterValueException with the status 400.",
    "ResourceNotFoundException: HTTP status code 404. Returned if the specified resource (such as a vault, "
    "upload ID, or job ID) doesn't exist.",
    lambda: Hooks(
        error=lambda refusal, params: replace(refusal, code="InvalidParameterValueException", status=400)
    ),
)
add(
    "account-with-hyphens",
    "An account ID may have hyphens between its digits.",
    "If you use an account ID, do not include any hyphens ('-') in the ID.",
    lambda: Hooks(request=_account_without_hyphens),
)
add(
    "account-refused",
    "Only a hyphen is accepted as accountId, not the ID of the account.",
    "You can either specify an AWS account ID or optionally a single '-' (hyphen)",
    lambda: f.demand("accountId", lambda value: value == ACCOUNT),
)
add(
    "type-of-archive",
    "The Content-Type of an archive is binary/octet-stream, as in S3.",
    "For archive data, the Content-Type is application/octet-stream.",
    lambda: f.answers(
        lambda output: (
            output | {"contentType": "binary/octet-stream"}
            if output["contentType"].startswith("application/octet")
            else output
        )
    ),
)
add(
    "read-once",
    "The whole output can be read once. After that it is empty.",
    "A job ID will not expire for at least 24 hours after Glacier completes the job. By default, this "
    "operation downloads the entire output.",
    _read_once,
)
add(
    "errors-of-text",
    "Errors are plain text and do not say which error they are.",
    "protocol rest-json: the header x-amzn-ErrorType or the member code tells the error",
    lambda: f.replies(_plain_error),
)

# s3.ListParts

add = in_operation("s3.ListParts")
MARKER = (
    "Specifies the part after which listing should begin. Only parts with higher part numbers will be listed."
)
NEXT = (
    "When a list is truncated, this element specifies the last part in the list, as well as the value to use "
    "for the part-number-marker request parameter in a subsequent request."
)


def _as_text(parts: list[Item], params: Params) -> list[Item]:
    marker = params.get("PartNumberMarker", 0)
    after = [part for part in parts if part["PartNumber"] > marker]
    return sorted(after, key=lambda part: str(part["PartNumber"]))


def _next_part(output: Output, params: Params, page: Page | None) -> Output:
    if page is None or page.token is None:
        return output
    return output | {"NextPartNumberMarker": page.everything[page.stop]["PartNumber"]}


def _any_upload(params: Params) -> Params:
    # The answer has the key that was asked for.
    return params | {"asked": params["Key"], "Key": PARTS_KEY}


def _unknown_is_empty(reply: Reply, params: Params) -> Reply:
    if b"NoSuchUpload" not in reply.body:
        return reply
    inner = b"<IsTruncated>false</IsTruncated><MaxParts>1000</MaxParts>"
    start = b'<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    return replace(reply, status=200, body=start + inner + b"</ListPartsResult>")


def _in_a_list(reply: Reply, params: Params) -> Reply:
    body = re.sub(rb"(<Part>.*</Part>)", rb"<Parts>\1</Parts>", reply.body, flags=re.DOTALL)
    return replace(reply, body=body)


def _big_number(found: re.Match[bytes]) -> bytes:
    number = int(found[1])
    return b"<Size>%s<" % (f"{number:.5e}".encode() if number >= 2**31 else found[1])


add(
    "max-parts-ignored",
    "MaxParts has no effect. (getmoto/moto#2680)",
    "Sets the maximum number of parts to return.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "marker-ignored",
    "PartNumberMarker has no effect. (afreidah/s3-orchestrator#1535, chimera-nas/chimera#483)",
    MARKER,
    lambda: Hooks(position=lambda token, params: 0),
)
add(
    "marker-inclusive",
    "The part of PartNumberMarker is returned too.",
    MARKER,
    lambda: Hooks(position=lambda token, params: sum(one["PartNumber"] < token for one in PARTS)),
)
add(
    "marker-finds-nothing",
    "Nothing is returned after a PartNumberMarker, and the list is not truncated. (scality/cloudserver#445)",
    MARKER,
    lambda: f.later_pages(lambda page, params: replace(page, items=[], token=None)),
)
add(
    "sorted-as-text",
    "Parts are sorted by their numbers as text, so that pages lose some. (open-io/swift3#58)",
    f"To list remaining uploaded parts, ... include the part-number-marker query string parameter. {NEXT}",
    lambda: Hooks(items=_as_text, position=lambda token, params: 0),
)
add(
    "next-marker-is-next",
    "NextPartNumberMarker is the first part that was not returned, so that it is lost. (Like "
    "minio/minio#1528.)",
    NEXT,
    lambda: f.answer(_next_part),
)
add(
    "never-truncated",
    "IsTruncated is always false. (chimera-nas/chimera#483, BlackbirdWorks/gopherstack#1652)",
    "A true value indicates that the list was truncated.",
    lambda: f.answers(lambda output: output | {"IsTruncated": False}),
)
add(
    "more-than-1000",
    "MaxParts above 1000 is taken as it is. (chimera-nas/chimera#1198)",
    "The ListParts request returns a maximum of 1,000 uploaded parts. MaxParts: Maximum number of parts that "
    "were allowed in the response.",
    lambda: f.answer(
        lambda output, params, page: output | {"MaxParts": params.get("MaxParts", output["MaxParts"])}
    ),
)
add(
    "marker-not-echoed",
    "PartNumberMarker in the answer is always 0.",
    "PartNumberMarker: Specifies the part after which listing should begin.",
    lambda: f.answers(lambda output: output | {"PartNumberMarker": 0}),
)
add(
    "unknown-upload-empty",
    "An upload that does not exist has an empty list. (getmoto/moto#4018, adobe/S3Mock#475)",
    "To use this operation, you must provide the upload ID in the request. NoSuchUpload: The specified "
    "multipart upload does not exist.",
    lambda: f.replies(_unknown_is_empty),
)
add(
    "any-key",
    "The upload is found with any key. (noobaa/noobaa-core#9202)",
    "Key: Object key for which the multipart upload was initiated.",
    lambda: f.merged(
        f.params(_any_upload),
        f.answer(lambda output, params, page: output | {"Key": params["asked"]}),
    ),
)
add(
    "key-encoded",
    "The key in the answer is encoded as in a URL. (findify/s3mock#77)",
    "Key: Object key for which the multipart upload was initiated.",
    lambda: f.http(f.substitute(r"zoë &amp; co".encode(), rb"zo%C3%AB%20%26%20co")),
)
add(
    "owner-not-checked",
    "ExpectedBucketOwner has no effect. (versity/versitygw#1428, BlackbirdWorks/gopherstack#1661)",
    "If the account ID that you provide does not match the actual owner of the bucket, the request fails "
    "with the HTTP status code 403 Forbidden (access denied).",
    lambda: f.drop("ExpectedBucketOwner"),
)
add(
    "large-size-exponent",
    "The size of a part above 2 GiB is written with an exponent.",
    "Size: type long. Size in bytes of the uploaded part data.",
    lambda: f.replies(
        lambda reply, params: replace(reply, body=re.sub(rb"<Size>([0-9]+)<", _big_number, reply.body))
    ),
)
add(
    "abort-date-iso",
    "x-amz-abort-date is an ISO time.",
    "AbortDate: type timestamp, in headers an HTTP date",
    lambda: f.replies(
        lambda reply, params: replace(
            reply,
            headers=reply.headers
            | ({"x-amz-abort-date": "2024-05-24 09:30"} if "x-amz-abort-date" in reply.headers else {}),
        )
    ),
)
add(
    "abort-rule-missing",
    "x-amz-abort-date comes without x-amz-abort-rule-id.",
    "The response will also include the x-amz-abort-rule-id header that will provide the ID of the lifecycle "
    "configuration rule that defines this action.",
    lambda: f.answers(lambda output: f.lacking(output, "AbortRuleId")),
)
add(
    "parts-not-flat",
    "The parts are inside an element Parts.",
    "Parts: flattened, with the name Part",
    lambda: f.replies(_in_a_list),
)
add(
    "part-numbers-from-0",
    "Part numbers in the list begin with 0.",
    "Part number identifying the part. This is a positive integer between 1 and 10,000.",
    lambda: f.each("Parts", lambda part: part | {"PartNumber": part["PartNumber"] - 1}),
)

# cloudfront.ListFunctions: the output is the payload, FunctionList

add = in_operation("cloudfront.ListFunctions")
FILTER = (
    "You can optionally apply a filter to return only the functions that are in the specified stage, either "
    "DEVELOPMENT or LIVE."
)


def _unwrapped_error(reply: Reply, params: Params) -> Reply:
    if reply.status < 400:
        return reply
    found = re.search(rb"<Code>.*</Message>", reply.body, re.DOTALL)
    assert found
    return replace(reply, body=b"<Response><Errors><Error>" + found[0] + b"</Error></Errors></Response>")


def _from_the_marker(marker: str, params: Params) -> int | None:
    start = read(marker)
    return None if start is None else start - 1


def _function_part(part: str, function: Callable[[Item], Item]) -> Callable[[Item], Item]:
    return lambda one: one | {part: function(one[part])}


add(
    "development-only",
    "Without Stage only functions in DEVELOPMENT are returned. (floci-io/floci#2622)",
    f"Gets a list of all CloudFront functions in your Amazon Web Services account. {FILTER}",
    lambda: f.items(
        lambda functions, params: (
            functions if "Stage" in params else [one for one in functions if stage_of(one) == "DEVELOPMENT"]
        )
    ),
)
add("stage-ignored", "Stage has no effect.", FILTER, lambda: f.drop("Stage"))
add(
    "stage-any-case",
    "Stage is compared without case.",
    "Stage: enumeration DEVELOPMENT, LIVE",
    lambda: f.merged(
        f.overlook("Stage", "enum", f.matches("development|live", re.I)),
        f.params(lambda params: params | ({"Stage": params["Stage"].upper()} if "Stage" in params else {})),
    ),
)
add(
    "quantity-of-all",
    "Quantity counts the functions of all pages.",
    "Quantity: The number of functions returned in the response.",
    lambda: f.answer(lambda output, params, page: output | {"Quantity": len(page.everything) if page else 0}),
)
add(
    "max-items-not-told",
    "MaxItems is not in the answer if it was not in the request.",
    "FunctionList: MaxItems is required",
    lambda: f.answer(
        lambda output, params, page: output if "MaxItems" in params else f.lacking(output, "MaxItems")
    ),
)
add(
    "max-items-of-page",
    "MaxItems in the answer is the number of functions on the page.",
    "MaxItems: The maximum number of functions requested.",
    lambda: f.answers(lambda output: output | {"MaxItems": output["Quantity"]}),
)
add(
    "quantity-missing-later",
    "Pages after the first have no Quantity.",
    "FunctionList: Quantity is required",
    lambda: f.second_page(lambda output: f.lacking(output, "Quantity")),
)
add(
    "marker-inclusive",
    "The last function of a page is the first of the next one too.",
    "The response includes functions in the list that occur after the marker.",
    lambda: Hooks(position=_from_the_marker),
)
add(
    "next-marker-empty",
    "The last page has an empty NextMarker. (Like boto/botocore#531.)",
    "If there are more items in the list than are in this response, this element is present.",
    lambda: f.empty_token("NextMarker"),
)
add(
    "comment-left-out",
    "An empty Comment is left out.",
    "FunctionConfig: Comment is required",
    lambda: f.each(
        "Items",
        _function_part("FunctionConfig", lambda one: {name: text for name, text in one.items() if text}),
    ),
)
add(
    "comment-not-escaped",
    "A Comment is written into the XML as it is.",
    "rest-xml: a document in XML, in which & and < are escaped",
    lambda: f.http(f.substitute(rb"&lt;uns&gt; &amp; mehr", rb"<uns> & mehr")),
)
add(
    "modified-missing",
    "A function in DEVELOPMENT has no LastModifiedTime.",
    "FunctionMetadata: LastModifiedTime is required",
    lambda: f.each(
        "Items",
        lambda one: (
            _function_part("FunctionMetadata", lambda data: f.lacking(data, "LastModifiedTime"))(one)
            if stage_of(one) == "DEVELOPMENT"
            else one
        ),
    ),
)
add(
    "runtime-short",
    "The runtime of a function is cloudfront-js-2.",
    "Runtime: enumeration cloudfront-js-1.0, cloudfront-js-2.0",
    lambda: f.http(f.substitute(rb"cloudfront-js-2\.0", rb"cloudfront-js-2")),
)
add(
    "created-as-in-headers",
    "CreatedTime is written like a date in a header.",
    "CreatedTime: type timestamp, in XML ISO 8601",
    lambda: f.http(
        f.substitute(rb"(<CreatedTime>)[^<]*", rb"\1Fri May 17 2024 09:30:00 GMT+0000 (UTC)"),
    ),
)
add(
    "list-in-a-result",
    "FunctionList is inside an element ListFunctionsResult, as in the query protocol.",
    "ListFunctionsResult: payload FunctionList",
    lambda: f.replies(
        lambda reply, params: replace(
            reply,
            body=re.sub(
                rb"(<FunctionList.*</FunctionList>)",
                rb"<ListFunctionsResult>\1</ListFunctionsResult>",
                reply.body,
                flags=re.DOTALL,
            ),
        )
    ),
)
add(
    "errors-of-ec2",
    "Errors have the XML of another protocol, so that their code is not where clients read it.",
    "protocol rest-xml: ErrorResponse, Error, Code",
    lambda: f.replies(_unwrapped_error),
)

# ec2.DescribeSpotPriceHistory

add = in_operation("ec2.DescribeSpotPriceHistory")
EITHER = "Either AvailabilityZone or AvailabilityZoneId can be specified, but not both"
IN_TIME = (
    "When you specify a start and end time, the operation returns the prices of the instance types within "
    "that time range."
)


def _prices_like(passes: Callable[[str, str, Item], bool]) -> Hooks:
    """The values of filters are compared in another way, where there are only filters and times."""

    def items(prices: list[Item], params: Params) -> list[Item]:
        if not params.get("Filters") or set(params) & {
            "AvailabilityZone",
            "AvailabilityZoneId",
            "InstanceTypes",
            "ProductDescriptions",
        }:
            return prices
        found = [
            price
            for price in PRICES
            if all(
                any(passes(value, entry["Name"], price) for value in entry.get("Values", []))
                for entry in params["Filters"]
            )
        ]
        return prices_in_time(params, found)

    return f.items(items)


def _no_effective(prices: list[Item], params: Params) -> list[Item]:
    start = params.get("StartTime")
    return [one for one in prices if start is None or one["Timestamp"] >= start]


def _filters_ored(prices: list[Item], params: Params) -> list[Item]:
    filters = params.get("Filters", [])
    if len(filters) < 2 or set(params) - {"Filters", "MaxResults", "NextToken"}:
        return prices
    return [
        price
        for price in PRICES
        if any(
            wildcard(value, price_text(price, entry["Name"]))
            for entry in filters
            for value in entry.get("Values", [])
        )
    ]


def _lower_names(params: Params) -> Params:
    if not isinstance(params.get("Filters"), list):
        return params
    return params | {
        "Filters": [one | {"Name": str(one.get("Name", "")).lower()} for one in params["Filters"]]
    }


def _one_type(params: Params) -> Params:
    return params | ({"InstanceTypes": params["InstanceTypes"][-1:]} if "InstanceTypes" in params else {})


add(
    "both-zones",
    "AvailabilityZone and AvailabilityZoneId are accepted together.",
    EITHER,
    lambda: f.overlook("AvailabilityZoneId", "rule"),
)
add(
    "zone-id-ignored",
    "AvailabilityZoneId has no effect.",
    "Filters the results by the specified ID of the Availability Zone.",
    lambda: f.drop("AvailabilityZoneId"),
)
add(
    "no-effective-price",
    "The last price before StartTime is not returned. (boto/botocore#534 took it for a mistake.)",
    "It also returns the last price change before the start time, which is the effective price as of the "
    "start time.",
    lambda: f.items(_no_effective),
)
add(
    "times-ignored",
    "StartTime and EndTime have no effect. (getmoto/moto#4261)",
    IN_TIME,
    lambda: f.drop("StartTime", "EndTime"),
)
add(
    "end-ignored",
    "EndTime has no effect.",
    "The date and time, up to the current date, from which to stop retrieving the price history data",
    lambda: f.drop("EndTime"),
)
add(
    "asterisk-literal",
    "An asterisk in a value of a filter is a character like others. (getmoto/moto#910, floci-io/floci#830)",
    "spot-price - ... (or use wildcards; ...). timestamp - ... You can use wildcards (* and ?).",
    lambda: _prices_like(
        lambda value, name, price: wildcard(value.replace("*", "\0"), price_text(price, name))
    ),
)
add(
    "question-mark-literal",
    "A question mark in a value of a filter is a character like others. (mulgadc/spinifex#884)",
    "timestamp - ... You can use wildcards (* and ?).",
    lambda: _prices_like(
        lambda value, name, price: wildcard(value.replace("?", "\0"), price_text(price, name))
    ),
)
add(
    "values-anywhere",
    "A value of a filter may stand anywhere in what it is compared with. (Like getmoto/moto#7789, which "
    "reads values as regular expressions.)",
    "spot-price - The Spot price. The value must match exactly (or use wildcards; ...).",
    lambda: _prices_like(lambda value, name, price: wildcard(f"*{value}*", price_text(price, name))),
)
add(
    "values-any-case",
    "Values of filters are compared without case.",
    "Filter values are case-sensitive.",
    lambda: _prices_like(lambda value, name, price: wildcard(value.lower(), price_text(price, name).lower())),
)
add(
    "filters-ored",
    "A price has to pass one of several filters.",
    "If you specify multiple filters, the filters are joined with an AND",
    lambda: f.items(_filters_ored),
)
add(
    "filter-names-any-case",
    "Names of filters are accepted in any case.",
    "Filter names are case-sensitive.",
    lambda: Hooks(request=_lower_names),
)
add(
    "two-filters-known",
    "Filters other than availability-zone and instance-type find nothing. (getmoto/moto#4261)",
    "Filters: availability-zone-id, product-description, spot-price, timestamp",
    lambda: _prices_like(
        lambda value, name, price: (
            name in ("availability-zone", "instance-type") and wildcard(value, price_text(price, name))
        )
    ),
)
add(
    "last-type-only",
    "Only the last of InstanceTypes counts.",
    "Filters the results by the specified instance types.",
    lambda: f.params(_one_type),
)
add(
    "type-any",
    "InstanceTypes may have any value.",
    "InstanceTypes: enumeration a1.medium, a1.large, ...",
    lambda: f.overlook(r"InstanceTypes\..*", "enum"),
)
add(
    "dry-run-ignored",
    "DryRun has no effect. (getmoto/moto#1980)",
    "Checks whether you have the required permissions for the action, without actually making the request, "
    "and provides an error response.",
    lambda: f.drop("DryRun"),
)
add(
    "goes-round",
    "The last page has a token, which leads to the first page. (Like boto/botocore#531.)",
    'This value is an empty string ("") or null when there are no more items to return.',
    lambda: f.token_goes_round("NextToken"),
)
add(
    "token-is-offset",
    "A token is a number, and any number is accepted as a token. (Like floci-io/floci#3444.)",
    "NextToken: The token returned from a previous paginated request.",
    lambda: Hooks(
        position=lambda token, params: int(token) if re.fullmatch("[0-9]{1,9}", token) else None,
        answer=lambda output, params, page: (
            output | {"NextToken": str(page.stop)} if page and page.token else output
        ),
    ),
)
add(
    "later-pages-unbounded",
    "A page after the first has all the rest.",
    "MaxResults: The maximum number of items to return for this request.",
    lambda: f.later_pages(
        lambda page, params: replace(page, items=page.everything[page.start :], token=None)
    ),
)
add(
    "product-of-vpc",
    "A product description has no space before its parenthesis.",
    "ProductDescription: enumeration Linux/UNIX, Linux/UNIX (Amazon VPC), Windows, Windows (Amazon VPC)",
    lambda: f.http(f.substitute(rb"(<productDescription>[^ <]+) \(", rb"\1(")),
)
add(
    "timestamp-without-zone",
    "Timestamp is written with a space and without a zone.",
    "Timestamp: in UTC format (for example, YYYY-MM-DDTHH:MM:SSZ)",
    lambda: f.http(f.substitute(rb"(<timestamp>[0-9-]{10})T([0-9:]{8})Z", rb"\1 \2")),
)
