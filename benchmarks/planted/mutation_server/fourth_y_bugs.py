"""The mistakes of part Y of the set `fourth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import cbor
from . import faults as f
from .bugs import in_operation
from .fourth_y_operations import (
    ALIASES,
    BARE_CATALOG,
    BARE_SYSTEM,
    CATALOGS,
    GROUPS,
    IMPORTS,
    MANAGED,
    POLICIES,
    SEGMENT,
    TAGS,
    policies_for,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Reply, Violation
from .operations import ACCOUNT


def _instead(member: str, wrong: Callable[[Params], bool], value: Any) -> Hooks:
    """A parameter has another value if the test holds, after the constraints are checked."""
    return f.params(lambda params: params | {member: value} if wrong(params) else params)


# fsx.DescribeFileSystemAliases

add = in_operation("fsx.DescribeFileSystemAliases")
MORE_ALIASES = "Present if there are more DNS aliases than returned in the response (String)."


def _offset_token(token: str, params: Params) -> int | None:
    found = re.fullmatch("DescribeFileSystemAliases:([0-9]{1,9})", token)
    return int(found[1]) if found else None


def _last_one_lost(page: Page, params: Params) -> Page:
    return replace(page, token=None) if page.stop == len(page.everything) - 1 else page


add(
    "missing-id-500",
    "Without FileSystemId the answer is an internal error. (Like floci-io/floci#1731.)",
    "FileSystemId: required; BadRequest: A generic error indicating a failure with a client request.",
    lambda: f.overlook("FileSystemId", "required"),
)
add(
    "unknown-system-empty",
    "A file system that does not exist has an empty list of aliases. (Like robotocore/robotocore#208, where "
    "a tag that does not exist has no values.)",
    "FileSystemNotFound: No Amazon FSx file systems were found based ... supplied parameters.",
    lambda: f.params(
        lambda params: params if params["FileSystemId"] in ALIASES else params | {"FileSystemId": BARE_SYSTEM}
    ),
)
add(
    "not-found-of-others",
    "The code for a file system that does not exist is ResourceNotFoundException, as in other services.",
    "FileSystemNotFound: No Amazon FSx file systems were found based ... supplied parameters.",
    lambda: f.error_for("FileSystemNotFound", code="ResourceNotFoundException"),
)
add(
    "max-results-0-all",
    "MaxResults 0 is accepted and means all. (stackshy/cloudemu#492)",
    "This parameter value must be greater than 0.",
    lambda: f.merged(
        f.overlook("MaxResults", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 50),
    ),
)
add(
    "token-plain-offset",
    "NextToken is the name of the operation and an offset. (Like ministackorg/ministack#1654.)",
    r"NextToken: pattern ^(?:[A-Za-z0-9+\/]{4})*(?:[A-Za-z0-9+\/]{2}==|[A-Za-z0-9+\/]{3}=)?$",
    lambda: Hooks(
        excuse=lambda one, params: one.member == "NextToken" and one.kind == "pattern",
        position=_offset_token,
        answer=lambda output, params, page: (
            output | {"NextToken": f"DescribeFileSystemAliases:{page.stop}"}
            if page and page.token
            else output
        ),
    ),
)
add(
    "id-any-case",
    "FileSystemId may be in upper case.",
    "FileSystemId: pattern ^(fs-[0-9a-f]{8,})$",
    lambda: f.change("FileSystemId", lambda text: text.lower() if isinstance(text, str) else text),
)
add(
    "client-token-any",
    "ClientRequestToken may have any characters.",
    "ClientRequestToken: pattern [A-za-z0-9_.-]{0,63}$",
    lambda: f.overlook("ClientRequestToken", "pattern"),
)
add(
    "lifecycle-failed",
    "An alias that could not be created has the lifecycle FAILED.",
    "CREATE_FAILED - Amazon FSx was unable to associate the DNS alias with the file system.",
    lambda: f.each(
        "Aliases", lambda one: one | {"Lifecycle": one["Lifecycle"].replace("CREATE_FAILED", "FAILED")}
    ),
)
add(
    "names-as-given",
    "The name of an alias keeps its capital letters.",
    "Amazon FSx stores alphabetic characters as lowercase letters (a-z), regardless of how you specify them",
    lambda: f.each(
        "Aliases", lambda one: one | {"Name": one["Name"].replace("finance.example", "Finance.Example")}
    ),
)
add(
    "last-alias-lost",
    "If one alias is left, there is no NextToken. (Like boto/boto3#2308.)",
    MORE_ALIASES,
    lambda: Hooks(page=_last_one_lost),
)

# route53resolver.ListOutpostResolvers

add = in_operation("route53resolver.ListOutpostResolvers")
MATCHING = (
    "The Resolvers on Outposts that were created by using the current Amazon Web Services account, and that "
    "match the specified filters, if any."
)
NEXT_GROUP = "In the next request, specify the value of NextToken from the previous response."


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _page_number(token: str, params: Params) -> int | None:
    found = re.fullmatch("page-([0-9]{1,9})", token)
    return int(found[1]) * int(params.get("MaxResults", 100)) if found else None


def _page_token(output: Output, params: Params, page: Page | None) -> Output:
    if not page or not page.token:
        return output
    return output | {"NextToken": f"page-{page.stop // max(page.stop - page.start, 1)}"}


add(
    "max-results-negative",
    "A negative MaxResults cuts entries off the end of the list, as a slice in Python.",
    "MaxResults: min 1",
    lambda: f.overlook("MaxResults", "min", lambda value: value < 0),
)
add(
    "max-results-101",
    "MaxResults above 100 is accepted, and means 100.",
    "MaxResults: max 100",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "outpost-open-end",
    "Text after the ARN is accepted in OutpostArn, as the end of the pattern is missing.",
    "OutpostArn: pattern ^arn:aws([a-z-]+)?:outposts:[a-z\\d-]+:\\d{12}:outpost/op-[a-f0-9]{17}$",
    lambda: f.overlook(
        "OutpostArn",
        "pattern",
        f.matches(r"(?s)arn:aws([a-z-]+)?:outposts:[a-z\d-]+:\d{12}:outpost/op-[a-f0-9]{17}.+"),
    ),
)
add("outpost-ignored", "OutpostArn has no effect.", MATCHING, lambda: f.drop("OutpostArn"))
add(
    "creation-time-number",
    "CreationTime is a number of seconds.",
    "CreationTime: type string, min 20",
    lambda: f.each(
        "OutpostResolvers", lambda one: one | {"CreationTime": Raw(_seconds(one["CreationTime"]))}
    ),
)
add(
    "modified-zero-time",
    "The ModificationTime of a Resolver that was not modified is 0001-01-01T00:00:00Z, the zero time of Go.",
    "ModificationTime: The date and time that the Outpost Resolver was modified",
    lambda: f.each(
        "OutpostResolvers",
        lambda one: (
            one | {"ModificationTime": "0001-01-01T00:00:00Z"}
            if one["ModificationTime"] == one["CreationTime"]
            else one
        ),
    ),
)
add(
    "status-message-null",
    "StatusMessage is null where there is none.",
    "StatusMessage: type string",
    lambda: f.each(
        "OutpostResolvers", lambda one: one | {"StatusMessage": one.get("StatusMessage", Raw(None))}
    ),
)
add(
    "token-is-page-number",
    "A token is the number of a page, so it leads elsewhere if MaxResults changes.",
    NEXT_GROUP,
    lambda: Hooks(position=_page_number, answer=_page_token),
)
add(
    "bad-token-first-page",
    "A NextToken that cannot be read leads to the first page. (faiscadev/fakecloud#2053)",
    NEXT_GROUP,
    lambda: f.any_token("NextToken"),
)
add(
    "invalid-parameter-code",
    "The code of refusals is InvalidParameterException, which other operations of the service have.",
    "errors: AccessDeniedException, InternalServiceErrorException, ResourceNotFoundException, "
    "ThrottlingException, ValidationException",
    lambda: f.error_for("ValidationException", code="InvalidParameterException"),
)

# lakeformation.ListLFTags

add = in_operation("lakeformation.ListLFTags")
FOREIGN = "If resource share type is FOREIGN, returns all share LF-tags that the requester can view."
IN_CATALOG = (
    "If no resource share type is passed, lists LF-tags in the given catalog ID that the requester has "
    "permission to view."
)


def _by_key(page: Page, params: Params) -> Page:
    """The pages continue after a key, though the list is not sorted by keys."""
    if not page.start:
        rest = page.everything
    else:
        after = page.everything[page.start - 1]["TagKey"]
        rest = [one for one in page.everything if one["TagKey"] > after]
    limit = int(params.get("MaxResults", 50))
    shown = rest[:limit]
    token = None
    if len(rest) > len(shown) > 0:
        token = "k." + base64.urlsafe_b64encode(shown[-1]["TagKey"].encode()).decode()
    return replace(page, items=shown, token=token)


def _after_key(params: Params, items: list[Item], token: str) -> int | None:
    try:
        key = base64.urlsafe_b64decode(token[2:]).decode()
    except ValueError:
        return None
    places = [at for at, one in enumerate(items) if one["TagKey"] == key]
    return places[0] + 1 if token.startswith("k.") and places else None


def _resume_by_key() -> Hooks:
    shown: list[Item] = []

    def items(tags: list[Item], params: Params) -> list[Item]:
        shown[:] = tags
        return tags

    return Hooks(items=items, page=_by_key, position=lambda token, params: _after_key(params, shown, token))


add(
    "foreign-is-all",
    "FOREIGN returns the LF-tags of the account too.",
    FOREIGN,
    lambda: f.params(
        lambda params: (
            params | {"ResourceShareType": "ALL"} if params.get("ResourceShareType") == "FOREIGN" else params
        )
    ),
)
add(
    "default-is-all",
    "Without ResourceShareType shared LF-tags are returned too.",
    IN_CATALOG,
    lambda: f.items(lambda tags, params: tags if {"CatalogId", "ResourceShareType"} & set(params) else TAGS),
)
add(
    "catalog-ignored",
    "CatalogId has no effect.",
    IN_CATALOG,
    lambda: f.drop("CatalogId"),
)
add(
    "share-type-lower",
    "ResourceShareType may be in lower case.",
    "ResourceShareType: enumeration FOREIGN, ALL",
    lambda: f.change("ResourceShareType", lambda text: text.upper() if isinstance(text, str) else text),
)
add(
    "unknown-catalog-empty",
    "A catalog that does not exist has no LF-tags. (Like robotocore/robotocore#208.)",
    "EntityNotFoundException: A specified entity does not exist.",
    lambda: _instead(
        "CatalogId", lambda params: params.get("CatalogId", ACCOUNT) not in CATALOGS, BARE_CATALOG
    ),
)
add(
    "one-value-no-list",
    "The TagValues of an LF-tag that has one value are that value, not a list.",
    "TagValues: type list",
    lambda: f.each(
        "LFTags",
        lambda one: one | ({"TagValues": Raw(one["TagValues"][0])} if len(one["TagValues"]) == 1 else {}),
    ),
)
add(
    "catalog-id-number",
    "CatalogId is a number.",
    "CatalogId: type string. The identifier for the Data Catalog. By default, the account ID.",
    lambda: f.each("LFTags", lambda one: one | {"CatalogId": Raw(int(one["CatalogId"]))}),
)
add(
    "keys-encoded-twice",
    "A key beyond ASCII is encoded as UTF-8 twice.",
    r"LFTagKey: pattern ^([\p{L}\p{Z}\p{N}_.:\/=+\-@%]*)$",
    lambda: f.each("LFTags", lambda one: one | {"TagKey": one["TagKey"].encode().decode("latin-1")}),
)
add(
    "error-type-missing",
    "Errors have no x-amzn-ErrorType, and nothing else that tells their code. (Like stackshy/cloudemu#1310.)",
    "protocol rest-json: the header X-Amzn-Errortype, or code or __type in the body",
    lambda: f.http(f.no_header("x-amzn-ErrorType"), errors_only=True),
)
add(
    "resume-by-key",
    "The next page has the LF-tags whose keys come after the last key, but the list is not sorted by keys.",
    "NextToken: A continuation token, present if the current list segment is not the last.",
    _resume_by_key,
)

# pinpoint.GetSegmentImportJobs: the output is the payload, ImportJobsResponse

add = in_operation("pinpoint.GetSegmentImportJobs")
NO_MORE = "This value is null if there are no additional pages."
NOT_FOUND = (
    "NotFoundException: The request failed because the specified resource was not found (NotFoundException)."
)


def _wrapped(reply: Reply, params: Params) -> Reply:
    if reply.status >= 400:
        return reply
    return replace(reply, body=b'{"ImportJobsResponse": ' + reply.body + b"}")


def _size_of(params: Params) -> Params:
    if "PageSize" in params:
        int(params["PageSize"])
    return params


def _spaced(job: Item) -> Item:
    dates = {
        name: job[name][:19].replace("T", " ") for name in ("CreationDate", "CompletionDate") if name in job
    }
    return job | dates


def _placeholder(output: Output, params: Params, page: Page | None) -> Output:
    return output if "NextToken" in output else output | {"NextToken": "string"}


def _quoted(params: Params) -> Params:
    return params | ({"Token": urllib.parse.quote(params["Token"], safe="")} if "Token" in params else {})


add(
    "response-wrapped",
    "The body has a member ImportJobsResponse, which should be the whole body.",
    "GetSegmentImportJobsResponse: payload ImportJobsResponse",
    lambda: Hooks(reply=_wrapped),
)
add(
    "jobs-of-application",
    "The import jobs of all segments of the application are returned.",
    "Retrieves information about the status and settings of the import jobs for a segment.",
    lambda: f.items(lambda jobs, params: IMPORTS[::-1] if params["SegmentId"] == SEGMENT else jobs),
)
add(
    "application-ignored",
    "Any ApplicationId finds the segment.",
    "ApplicationId: The unique identifier for the application.",
    lambda: f.params(lambda params: params | {"ApplicationId": IMPORTS[0]["ApplicationId"]}),
)
add(
    "not-found-400",
    "The status of NotFoundException is 400.",
    "NotFoundException: httpStatusCode 404",
    lambda: f.error_for("NotFoundException", status=400),
)
add(
    "page-size-text-500",
    "A page-size that is no number is answered with an internal error.",
    "BadRequestException: The request contains a syntax error (BadRequestException).",
    lambda: Hooks(request=_size_of),
)
add(
    "dates-with-space",
    "Dates are written with a space and without a zone.",
    "CreationDate: The date, in ISO 8601 format, when the import job was created.",
    lambda: f.each("Item", _spaced),
)
add(
    "pieces-beyond-total",
    "A job that failed has completed all its pieces, and some failed besides.",
    "CompletedPieces: The number of pieces that were processed successfully (completed) by the import job; "
    "TotalPieces: The total number of pieces that must be processed to complete the import job.",
    lambda: f.each(
        "Item",
        lambda job: job | ({"CompletedPieces": job["TotalPieces"]} if job["JobStatus"] == "FAILED" else {}),
    ),
)
add(
    "type-lower",
    "Type is import.",
    "Type: The job type. This value is IMPORT for import jobs.",
    lambda: f.each("Item", lambda job: job | {"Type": "import"}),
)
add(
    "next-token-string",
    'The last page has the NextToken "string", which leads to the first page. (getmoto/moto#9559)',
    NO_MORE,
    lambda: Hooks(answer=_placeholder, position=lambda token, params: 0 if token == "string" else None),
)
add(
    "token-not-decoded",
    "Tokens have a padding, and are compared as they stand in the URL, with %3D. (Like "
    "supabase/storage#1377.)",
    "Token: The NextToken string that specifies which page of results to return in a paginated response.",
    lambda: Hooks(
        request=_quoted,
        answer=lambda output, params, page: (
            output | {"NextToken": f"{page.token}="} if page and page.token else output
        ),
    ),
)

# autoscaling.DescribePolicies

add = in_operation("autoscaling.DescribePolicies")
TYPES = (
    "One or more policy types. The valid values are SimpleScaling, StepScaling, TargetTrackingScaling, and "
    "PredictiveScaling."
)


def _any_group(policies: list[Item], params: Params) -> list[Item]:
    return policies_for(f.lacking(params, "AutoScalingGroupName")) if params.get("PolicyNames") else policies


def _unknown_names(params: Params) -> list[Violation]:
    known = {one[member] for one in POLICIES for member in ("PolicyName", "PolicyARN")}
    names = params.get("PolicyNames", [])
    missing = [name for name in names if name not in known] if isinstance(names, list) else []
    return [Violation("PolicyNames", "rule", f"Policy not found: {name}") for name in missing[:1]]


def _unordered(policies: list[Item], params: Params) -> list[Item]:
    seed = json.dumps([params.get("NextToken"), params.get("MaxRecords")])
    return sorted(policies, key=lambda one: hashlib.sha256(f"{seed} {one['PolicyARN']}".encode()).digest())


def _no_adjustment(one: Item) -> Item:
    return one | {name: Raw("None") for name in ("ScalingAdjustment", "Cooldown") if name not in one}


def _capital(found: re.Match[bytes]) -> bytes:
    return found[1] + found[2].capitalize()


add(
    "types-ignored",
    "PolicyTypes has no effect. (Like getmoto/moto before #797.)",
    TYPES,
    lambda: f.drop("PolicyTypes"),
)
add(
    "names-of-all-groups",
    "If PolicyNames is given, AutoScalingGroupName has no effect.",
    "If a group name is provided, the results are limited to that group.",
    lambda: f.items(_any_group),
)
add(
    "unknown-name-refused",
    "A policy name that is not known is an error.",
    "If you specify an unknown policy name, it is ignored with no error.",
    lambda: Hooks(accuse=_unknown_names),
)
add(
    "names-51",
    "More than 50 PolicyNames are accepted.",
    "Array Members: Maximum number of 50 items.",
    lambda: f.overlook("PolicyNames", "rule"),
)
add(
    "managed-left-out",
    "Without IncludeManagedResources the policies of managed groups are left out.",
    "When set to true (default), the response includes scaling policies for managed Auto Scaling groups.",
    lambda: f.items(
        lambda policies, params: (
            policies
            if "IncludeManagedResources" in params
            else [one for one in policies if one["AutoScalingGroupName"] != MANAGED]
        )
    ),
)
add(
    "item-for-member",
    "Entries of lists are elements called item. (getmoto/moto#4341)",
    "protocol query: the entries of a list are elements called member",
    lambda: f.http(f.substitute(rb"<(/?)member>", rb"<\1item>")),
)
add(
    "adjustment-none",
    "A policy without ScalingAdjustment or Cooldown has the text None there. (Like getmoto/moto#1458.)",
    "ScalingAdjustment: type integer",
    lambda: f.each("ScalingPolicies", _no_adjustment),
)
add(
    "name-not-escaped",
    "A PolicyName is written into the XML as it is.",
    "protocol query: a document in XML, in which & and < are escaped",
    lambda: f.http(f.substitute(rb"<PolicyName>R&amp;D &lt;nightly&gt;", rb"<PolicyName>R&D <nightly>")),
)
add(
    "booleans-of-python",
    "Booleans are True and False.",
    "DisableScaleIn: type boolean, in XML true or false",
    lambda: Hooks(
        reply=lambda reply, params: replace(
            reply, body=re.sub(rb"(<(?:DisableScaleIn|Enabled)>)(true|false)", _capital, reply.body)
        )
    ),
)
add(
    "token-error-of-all",
    "The code for a NextToken that is not valid is ValidationError.",
    "InvalidNextToken: The NextToken value is not valid.",
    lambda: f.error_for("InvalidNextToken", code="ValidationError"),
)
add(
    "order-of-a-map",
    "The policies come in another order in each request, as those of a map in Go.",
    "To retrieve the additional items, use the NextToken value in a subsequent call",
    lambda: f.items(_unordered),
)

# memorydb.DescribeParameterGroups

add = in_operation("memorydb.DescribeParameterGroups")
ONLY_THAT = "If a parameter group name is specified, the list contains only the descriptions for that group."
MORE_GROUPS = "If nextToken is returned, there are more results available."


def _named(params: Params) -> bool:
    return params.get("ParameterGroupName", GROUPS[0]["Name"]) not in {one["Name"] for one in GROUPS}


def _name_is_prefix(params: Params) -> Params:
    name = params.get("ParameterGroupName")
    if name is None or not any(one["Name"].startswith(name) for one in GROUPS):
        return params
    return f.lacking(params, "ParameterGroupName") | {"prefix": name}


def _prefix(groups: list[Item], params: Params) -> list[Item]:
    return [one for one in groups if one["Name"].startswith(params.get("prefix", ""))]


def _same_token() -> Hooks:
    """There is one token, and the server remembers where it leads."""
    cursor = [0]

    def page(page: Page, params: Params) -> Page:
        cursor[0] = page.stop
        return replace(page, token="bmV4dA") if page.token else page

    return Hooks(page=page, position=lambda token, params: cursor[0] if token == "bmV4dA" else None)


def _is_cbor(reply: Reply) -> bool:
    return reply.headers.get("Content-Type") == "application/cbor"


def _error_in_json(reply: Reply, params: Params) -> Reply:
    if reply.status < 400 or not _is_cbor(reply):
        return reply
    headers = reply.headers | {"Content-Type": "application/x-amz-json-1.1"}
    return replace(reply, headers=headers, body=json.dumps(cbor.decode(reply.body)).encode())


def _length_of_characters(reply: Reply, params: Params) -> Reply:
    """The length of a text in CBOR counts its characters."""
    if not _is_cbor(reply):
        return reply
    text = next((one["Description"] for one in GROUPS if not one["Description"].isascii()), "")
    right = cbor.encode(text)
    data = text.encode()
    head = cbor.encode(b"." * len(text))[: -len(text)]
    return replace(reply, body=reply.body.replace(right, bytes([head[0] | 0x60, *head[1:]]) + data))


add(
    "name-prefix",
    "ParameterGroupName finds all groups whose names begin with it.",
    ONLY_THAT,
    lambda: Hooks(params=_name_is_prefix, items=_prefix),
)
add(
    "unknown-name-all",
    "A name that does not exist finds all groups.",
    "ParameterGroupNotFoundFault: The specified parameter group does not exist.",
    lambda: f.params(lambda params: f.lacking(params, "ParameterGroupName") if _named(params) else params),
)
add(
    "next-token-lower",
    "The token is in a member called nextToken, as the documentation's text calls it.",
    "DescribeParameterGroupsResponse: NextToken",
    lambda: f.answers(
        lambda output: (
            f.lacking(output, "NextToken") | {"nextToken": output["NextToken"]}
            if "NextToken" in output
            else output
        )
    ),
)
add(
    "max-results-text",
    'MaxResults may be a text, such as "2".',
    "MaxResults: type integer",
    lambda: f.change("MaxResults", lambda value: f.number_of(value) if isinstance(value, str) else value),
)
add(
    "max-results-below-20",
    "MaxResults below 20 is refused, as ElastiCache does.",
    "The maximum number of records to include in the response.",
    lambda: f.demand("MaxResults", lambda value: isinstance(value, int) and value < 20),
)
add(
    "arn-of-family",
    "The ARN of a group ends with its family.",
    "ARN: The Amazon Resource Name (ARN) of the parameter group",
    lambda: f.each(
        "ParameterGroups",
        lambda one: one | {"ARN": one["ARN"].rpartition("/")[0] + "/" + one["Family"]},
    ),
)
add(
    "same-token",
    "All pages have the same token: the server remembers which page is the next.",
    "The value of nextToken is a unique pagination token for each page.",
    _same_token,
)
add(
    "one-more",
    "A page has one group more than MaxResults, as both ends of its range count.",
    "MaxResults: The maximum number of records to include in the response.",
    f.one_too_many,
)
add(
    "type-of-html",
    "The Content-Type of answers is text/html. (localstack/localstack#1343)",
    "protocol json: Content-Type application/x-amz-json-1.1",
    lambda: f.http(
        lambda reply: replace(reply, headers=reply.headers | {"Content-Type": "text/html; charset=utf-8"})
    ),
)
add(
    "cbor-errors-in-json",
    "Errors are in JSON where the request is in CBOR. (Like localstack/localstack#13180.)",
    "protocol smithy-rpc-v2-cbor: Content-Type application/cbor",
    lambda: Hooks(reply=_error_in_json),
)
add(
    "cbor-text-length",
    "The length of a text in CBOR counts characters in place of bytes. (smithy-lang/smithy-kotlin#1677)",
    "RFC 8949: the argument is the number of bytes in the string",
    lambda: Hooks(reply=_length_of_characters),
)
