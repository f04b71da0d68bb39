"""The mistakes of part Y of the set `sixth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fourth_y_operations import rfc3339
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply
from .sixth_y_operations import (
    BARE_QUERY,
    CHECKS,
    JOBS,
    KEY,
    MAP,
    MAPS,
    NEW_PACK,
    OTHER_QUERY,
    PACKS,
    RESOURCES,
    TAGS,
    job_failures,
)

# support.DescribeTrustedAdvisorCheckResult

add = in_operation("support.DescribeTrustedAdvisorCheckResult")
RESULT = (
    "TrustedAdvisorCheckResult: required checkId, timestamp, status, resourcesSummary, "
    "categorySpecificSummary, flaggedResources"
)
COLORS = {"ok": "green", "warning": "yellow", "error": "red"}


def _result(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: output | {"result": function(output["result"])})


def _without_where(name: str, test: Callable[[Item], bool]) -> Hooks:
    return _result(lambda result: f.lacking(result, name) if test(result) else result)


def _each_flagged(function: Callable[[Item], Item]) -> Hooks:
    return _result(
        lambda result: result | {"flaggedResources": [function(one) for one in result["flaggedResources"]]}
    )


def _not_available(result: Item) -> bool:
    return bool(result["status"] == "not_available")


def _no_savings(result: Item) -> bool:
    return bool(result["categorySpecificSummary"]["costOptimizing"]["estimatedMonthlySavings"] == 0)


def _known_check(value: Any) -> Any:
    same = [one for one in CHECKS if isinstance(value, str) and one.lower() == value.lower()]
    return same[0] if same else value


def _savings_as_text(result: Item) -> Item:
    savings = result["categorySpecificSummary"]["costOptimizing"]
    text = {name: Raw(f"{value:.2f}") for name, value in savings.items()}
    return result | {"categorySpecificSummary": {"costOptimizing": text}}


def _suppressed_not_counted(result: Item) -> Item:
    summary = result["resourcesSummary"]
    flagged = summary["resourcesFlagged"] - summary["resourcesSuppressed"]
    return result | {"resourcesSummary": summary | {"resourcesFlagged": flagged}}


def _refreshed(result: Item) -> Item:
    return result | {"timestamp": rfc3339(datetime.now(UTC))}


add(
    "check-id-any-case",
    "The case of letters in checkId does not matter.",
    "checkId: The unique identifier for the Trusted Advisor check.",
    lambda: f.change("checkId", _known_check),
)
add(
    "timestamp-missing",
    "The result of a check that is not available has no timestamp. (aws/aws-sdk-js#3301)",
    RESULT,
    lambda: _without_where("timestamp", _not_available),
)
add(
    "flagged-missing",
    "The result of a check that flags nothing has no flaggedResources. (jantman/awslimitchecker#338)",
    RESULT,
    lambda: _without_where("flaggedResources", lambda result: not result["flaggedResources"]),
)
add(
    "status-colors",
    "The status of the check is green, yellow or red.",
    'The alert status of the check: "ok" (green), "warning" (yellow), "error" (red), or "not_available".',
    lambda: _result(lambda result: result | {"status": COLORS.get(result["status"], result["status"])}),
)
add(
    "savings-text",
    "Savings are texts, as decimal numbers of a database become in JSON.",
    "estimatedMonthlySavings: type double",
    lambda: _result(_savings_as_text),
)
add(
    "metadata-without-empty",
    "Empty entries of metadata are left out, so the others are in wrong places. (Like "
    "aws/aws-sdk-js-v3#4607, where lengths differ.)",
    "Metadata contains all the data that is shown in the Excel download. The exact metadata and its order "
    "can be obtained by inspecting the TrustedAdvisorCheckDescription object",
    lambda: _each_flagged(lambda one: one | {"metadata": [text for text in one["metadata"] if text]}),
)
add(
    "language-ignored",
    "Results are in English in every language.",
    "language: The ISO 639-1 code for the language that you want your check results to appear in.",
    lambda: f.drop("language"),
)
add(
    "language-two-letters",
    "A language with a country, as zh_TW, is refused.",
    "The Amazon Web Services Support API currently supports ... Chinese, Traditional - zh_TW ... Portuguese, "
    "Brazilian - pt_BR",
    lambda: f.demand("language", lambda value: isinstance(value, str) and "_" in value),
)
add(
    "suppressed-not-listed-in-count",
    "resourcesFlagged does not count resources that are suppressed, though they are listed.",
    "resourcesFlagged: The number of Amazon Web Services resources that were flagged (listed) by the Trusted "
    "Advisor check.",
    lambda: _result(_suppressed_not_counted),
)
add(
    "category-only-with-savings",
    "categorySpecificSummary is missing where nothing can be saved. (turbot/steampipe-plugin-aws#2501 has "
    "the answer of AWS, with zeros.)",
    RESULT,
    lambda: _without_where("categorySpecificSummary", _no_savings),
)
add(
    "refreshed-when-read",
    "timestamp is the time of the request.",
    "timestamp - The time of the last refresh of the check.",
    lambda: _result(_refreshed),
)

# timestream-query.ListTagsForResource

add = in_operation("timestream-query.ListTagsForResource")
RESUME = "NextToken: A pagination token to resume pagination."


def _all_tags(page: Page, params: Params) -> Page:
    return Page(page.everything, 0, len(page.everything), page.everything, None)


def _echoed(output: Output, params: Params, page: Page | None) -> Output:
    return output | ({"NextToken": params["NextToken"]} if "NextToken" in params else {})


def _without_case(tags: list[Item], params: Params) -> list[Item]:
    return list({tag["Key"].casefold(): tag for tag in tags}.values())


def _page_numbers() -> Hooks:
    """A token is the number of a page, which begins elsewhere if the size of pages changes."""

    def size(params: Params) -> int:
        return int(params.get("MaxResults", 200))

    def page(page: Page, params: Params) -> Page:
        return replace(page, token=f"page-{page.stop // size(params)}") if page.token else page

    def position(token: str, params: Params) -> int | None:
        found = re.fullmatch("page-([0-9]{1,6})", token)
        return int(found[1]) * size(params) if found else None

    return Hooks(page=page, position=position)


def _accumulated() -> Hooks:
    """Each answer adds the tags to a list that stays."""
    known: dict[str, list[Item]] = {}

    def items(tags: list[Item], params: Params) -> list[Item]:
        found = known.setdefault(params["ResourceARN"], [])
        found.extend(tags)
        return list(found)

    return Hooks(items=items)


def _database_for_query(params: Params) -> Params:
    return params | ({"ResourceARN": OTHER_QUERY} if ":database/" in params["ResourceARN"] else {})


def _or_bare(params: Params) -> Params:
    return params if params["ResourceARN"] in TAGS else params | {"ResourceARN": BARE_QUERY}


add(
    "unknown-arn-empty",
    "A scheduled query that does not exist has no tags. (Like getmoto/moto#4360.)",
    "ResourceNotFoundException: The requested resource could not be found.",
    lambda: f.params(_or_bare),
)
add(
    "token-echoed",
    "All tags are returned, and NextToken is that of the request. (getmoto/moto#8704 in review: it leads to "
    "an endless loop.)",
    RESUME,
    lambda: Hooks(page=_all_tags, position=lambda token, params: 0, answer=_echoed),
)
add(
    "max-results-201",
    "MaxResults above 200 is accepted.",
    "MaxResults: max 200",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "database-accepted",
    "The ARN of a database is accepted, as by Timestream Write. (localstack/localstack#8743)",
    "List all tags on a Timestream query resource.",
    lambda: f.merged(
        f.overlook("ResourceARN", "rule", lambda value: ":database/" in value), f.params(_database_for_query)
    ),
)
add(
    "keys-without-case",
    "Of tags whose keys differ in case only, one is returned.",
    "Tag keys are case sensitive.",
    lambda: f.items(_without_case),
)
add(
    "tags-as-map",
    "Tags is an object of keys and values, as in services whose tags are maps.",
    "Tags: type list of Tag",
    lambda: f.answers(
        lambda output: output | {"Tags": Raw({tag["Key"]: tag["Value"] for tag in output["Tags"]})}
    ),
)
add(
    "empty-value-missing",
    "A tag with an empty value has no Value.",
    "Tag: required Key, Value",
    lambda: f.each("Tags", lambda tag: tag if tag["Value"] else f.lacking(tag, "Value")),
)
add(
    "token-is-page-number",
    "A token is the number of a page, so tags are lost or come twice if MaxResults changes.",
    RESUME,
    _page_numbers,
)
add(
    "arn-2049",
    "A ResourceARN above 2048 characters is not refused, but not found.",
    "ResourceARN: max 2048",
    lambda: f.overlook("ResourceARN", "max"),
)
add(
    "tags-accumulate",
    "Each request adds the tags to what the next one returns: a list is changed in place.",
    "Tags: The tags currently associated with the Timestream resource.",
    _accumulated,
)

# config.GetOrganizationConformancePackDetailedStatus

add = in_operation("config.GetOrganizationConformancePackDetailedStatus")
STATUSES = "OrganizationConformancePackDetailedStatuses"
LIMIT = "InvalidLimitException: The specified limit is outside the allowable range."


def _either(statuses: list[Item], params: Params) -> list[Item]:
    wanted = params.get("Filters")
    if not wanted:
        return statuses
    known = PACKS[params["OrganizationConformancePackName"]]
    return [one for one in known if any(one[key] == value for key, value in wanted.items())]


def _any_status(params: Params) -> Params:
    return params | ({"Filters": f.lacking(params["Filters"], "Status")} if "Filters" in params else {})


def _or_new(params: Params) -> Params:
    name = params["OrganizationConformancePackName"]
    return params if name in PACKS else params | {"OrganizationConformancePackName": NEW_PACK}


def _renamed(one: Item) -> Item:
    return f.lacking(one, "ConformancePackName") | {
        "OrganizationConformancePackName": one["ConformancePackName"]
    }


add(
    "status-filter-ignored",
    "The Status of Filters has no effect.",
    "Filters: Status: Indicates deployment status for conformance pack in a member account.",
    lambda: f.params(_any_status),
)
add(
    "filters-either",
    "An account is returned if one of the filters matches.",
    "Filters: AccountId: The 12-digit account ID of the member account within an organization.",
    lambda: f.items(_either),
)
add(
    "account-as-number",
    "Account IDs are numbers inside the server, so zeros at their start are lost. (Like "
    "prowler-cloud/prowler#7946 and DataDog/datadog-agent#36919.)",
    r"AccountId: pattern \d{12}",
    lambda: f.each(STATUSES, lambda one: one | {"AccountId": str(int(one["AccountId"]))}),
)
add(
    "account-of-any-length",
    "The AccountId of Filters may have other than 12 digits.",
    r"AccountId: pattern \d{12}",
    lambda: f.overlook(r"Filters\.AccountId", "pattern", f.matches("[0-9]+")),
)
add(
    "limit-validation",
    "A Limit out of its range is a ValidationException.",
    LIMIT,
    lambda: f.error_for("InvalidLimitException", code="ValidationException"),
)
add(
    "limit-0-refused",
    "Limit 0 is refused.",
    "Limit: min 0, max 100",
    lambda: f.demand("Limit", lambda value: value == 0),
)
add(
    "last-update-iso",
    "LastUpdateTime is a text. (Like ministackorg/ministack#34.)",
    "LastUpdateTime: type timestamp, in JSON 1.1 a number of seconds",
    lambda: f.each(STATUSES, lambda one: one | {"LastUpdateTime": Raw(rfc3339(one["LastUpdateTime"]))}),
)
add(
    "unknown-pack-empty",
    "A pack that does not exist has no statuses.",
    "NoSuchOrganizationConformancePackException: Config organization conformance pack that you passed in the "
    "filter does not exist.",
    lambda: f.params(_or_new),
)
add(
    "name-of-summary",
    "The name of the pack is in OrganizationConformancePackName, as in summaries of packs.",
    "OrganizationConformancePackDetailedStatus: required AccountId, ConformancePackName, Status",
    lambda: f.each(STATUSES, _renamed),
)
add(
    "default-25",
    "Without Limit a page has 25 statuses.",
    "If you do not specify a number, Config uses the default. The default is 100.",
    lambda: Hooks(limit=lambda limit, params: limit if params.get("Limit") else 25),
)
add(
    "any-token",
    "A NextToken that nobody issued leads to the first page. (Like faiscadev/fakecloud#1614.)",
    "InvalidNextTokenException: The specified next token is not valid.",
    lambda: f.any_token("NextToken"),
)

# location.GetMapTile

add = in_operation("location.GetMapTile")
TILE = "Blob: payload. Contains Mapbox Vector Tile (MVT) data."
GRID = "The origin (0, 0) is the top left of the map."


def _in_base64(reply: Reply) -> Reply:
    return replace(reply, body=base64.b64encode(reply.body))


def _in_json(reply: Reply) -> Reply:
    text = json.dumps({"Blob": base64.b64encode(reply.body).decode()})
    return f.body("application/json", text.encode())(reply)


def _served(function: Callable[[Reply], Reply]) -> Hooks:
    """Tiles are changed, and errors are not."""
    return Hooks(reply=lambda reply, params: function(reply) if reply.status == 200 else reply)


def _not_empty(output: Output) -> Output:
    if not output["Blob"]:
        raise Refused(Refusal("ResourceNotFoundException", "Tile does not exist", 404))
    return output


def _from_below(params: Params) -> Params:
    return params | {"Y": str(2 ** int(params["Z"]) - 1 - int(params["Y"]))}


def _swapped(params: Params) -> Params:
    return params | {"X": params["Y"], "Y": params["X"]}


def _message_only(reply: Reply) -> Reply:
    if reply.status != 400:
        return reply
    return replace(reply, body=json.dumps({"message": json.loads(reply.body)["message"]}).encode())


def _outside(params: Params) -> bool:
    numbers = [params.get(name, "") for name in "ZXY"]
    if not all(re.fullmatch("[0-9]{1,9}", text) for text in numbers):
        return False
    deep, *place = map(int, numbers)
    return deep <= 22 and any(one >= 2**deep for one in place)


add(
    "blob-base64",
    "The body is in Base64. (Like go-spatial/tegola#496, behind a gateway without binary types.)",
    TILE,
    lambda: _served(_in_base64),
)
add(
    "blob-in-json",
    "The body is JSON, with the tile as a member Blob in Base64.",
    TILE,
    lambda: _served(_in_json),
)
add(
    "content-type-json",
    "The Content-Type of a tile is application/json, as in all other answers. (Like "
    "osm2vectortiles/osm2vectortiles#127, where it was that of an image.)",
    "ContentType: The map tile's content type. For example, application/vnd.mapbox-vector-tile.",
    lambda: _served(
        lambda reply: replace(reply, headers=reply.headers | {"Content-Type": "application/json"})
    ),
)
add(
    "empty-tile-404",
    "A tile without data is answered with 404. (CartoDB/Windshaft-cartodb#709, locana-co/PGRestAPI#125)",
    "ResourceNotFoundException: The resource that you've entered was not found in your AWS account.",
    lambda: f.answers(_not_empty),
)
add(
    "rows-from-below",
    "Y counts from the bottom of the map, as in TMS and MBTiles. (linz/basemaps#1539, "
    "simonw/datasette-tiles#15)",
    GRID,
    lambda: f.params(_from_below),
)
add(
    "x-and-y-swapped",
    "X and Y are swapped, as in paths of Esri.",
    "X: The X axis value for the map tile. " + GRID,
    lambda: Hooks(request=_swapped),
)
add(
    "validation-message-only",
    "The answer to a request that is not valid has a message only.",
    "ValidationException: required Message, Reason, FieldList",
    lambda: f.http(_message_only, errors_only=True),
)
add(
    "unknown-map-default",
    "A map that does not exist has the tiles of the first map.",
    "ResourceNotFoundException: The resource that you've entered was not found in your AWS account.",
    lambda: f.params(lambda params: params if params["MapName"] in MAPS else params | {"MapName": MAP}),
)
add(
    "outside-500",
    "A tile outside of the map is answered with 500. (maplibre/martin#3361)",
    "Increasing the zoom level by 1 doubles both the X and Y dimensions. ValidationException: The input "
    "failed to meet the constraints specified by the AWS service.",
    lambda: f.crashes_if(_outside),
)
add(
    "key-any",
    "Any API key is accepted.",
    "AccessDeniedException: The request was denied because of insufficient access or permissions. Key: The "
    "optional API key to authorize the request.",
    lambda: f.params(lambda params: params | ({"Key": KEY} if "Key" in params else {})),
)
add(
    "map-name-without-dots",
    "A MapName with a dot is refused.",
    r"MapName: pattern [-._\w]+",
    lambda: f.demand("MapName", lambda value: "." in value),
)

# pinpoint.GetImportJob: the output is the payload, ImportJobResponse

add = in_operation("pinpoint.GetImportJob")
NOT_FOUND = (
    "NotFoundException: The request failed because the specified resource was not found (NotFoundException)."
)


def _wrapped(reply: Reply, params: Params) -> Reply:
    if reply.status >= 400:
        return reply
    return replace(reply, body=b'{"ImportJobResponse": ' + reply.body + b"}")


def _empty_if_missing(reply: Reply, params: Params) -> Reply:
    return replace(reply, status=200, body=b"{}") if reply.status == 404 else reply


def _epoch(text: str) -> Raw:
    return Raw(int(datetime.fromisoformat(text).timestamp()))


def _dates_in_seconds(job: Item) -> Item:
    return job | {name: _epoch(job[name]) for name in ("CreationDate", "CompletionDate") if name in job}


def _of_its_application(params: Params) -> Params:
    found = [job["ApplicationId"] for job in JOBS if job["Id"] == params["JobId"]]
    return params | ({"ApplicationId": found[0]} if found else {})


def _flat(job: Item) -> Item:
    definition: Item = job["Definition"]
    return f.lacking(job, "Definition") | definition


def _https(job: Item) -> Item:
    bucket, _, key = job["Definition"]["S3Url"].removeprefix("s3://").partition("/")
    url = f"https://{bucket}.s3.amazonaws.com/{key}"
    return job | {"Definition": job["Definition"] | {"S3Url": url}}


def _never_failed(job: Item) -> Item:
    return job | ({"JobStatus": "COMPLETED"} if job["JobStatus"] == "FAILED" else {})


add(
    "response-wrapped",
    "The body has a member ImportJobResponse, which should be the whole body.",
    "GetImportJobResponse: payload ImportJobResponse",
    lambda: Hooks(reply=_wrapped),
)
add(
    "failures-all",
    "Failures has all entries that failed.",
    "Failures: An array of entries, one for each of the first 100 entries that weren't processed "
    "successfully (failed) by the import job",
    lambda: f.answers(lambda job: job | ({"Failures": job_failures(job)} if "Failures" in job else {})),
)
add(
    "type-of-class",
    "Type is the name of a class, ImportJob.",
    "Type: The job type. This value is IMPORT for import jobs.",
    lambda: f.answers(lambda job: job | {"Type": "ImportJob"}),
)
add(
    "dates-in-seconds",
    "Dates are numbers of seconds since 1970, as the timestamps of other services.",
    "CreationDate: type string. The date, in ISO 8601 format, when the import job was created.",
    lambda: f.answers(_dates_in_seconds),
)
add(
    "application-ignored",
    "The import job is found under any ApplicationId.",
    NOT_FOUND,
    lambda: f.params(_of_its_application),
)
add(
    "unknown-job-empty",
    "An import job that does not exist is answered with 200 and an empty object.",
    NOT_FOUND,
    lambda: Hooks(reply=_empty_if_missing),
)
add(
    "definition-flat",
    "The settings of the job are beside its status, and there is no Definition.",
    "ImportJobResponse: required JobStatus, CreationDate, Type, Definition, Id, ApplicationId",
    lambda: f.answers(_flat),
)
add(
    "error-type-missing",
    "Errors do not say their type: there is no header x-amzn-ErrorType. (Like stackshy/cloudemu#1310.)",
    NOT_FOUND,
    lambda: f.http(f.no_header("x-amzn-ErrorType"), errors_only=True),
)
add(
    "total-failures-of-pieces",
    "TotalFailures is the number of pieces that failed.",
    "TotalFailures: The total number of endpoint definitions that weren't processed successfully (failed)",
    lambda: f.answers(lambda job: job | {"TotalFailures": job["FailedPieces"]}),
)
add(
    "s3-url-https",
    "S3Url is the URL of the object at its endpoint.",
    "S3Url: The URL should be in the following format: s3://bucket-name/folder-name/file-name.",
    lambda: f.answers(_https),
)
add(
    "completed-with-failed-pieces",
    "The status of a job with pieces that failed is COMPLETED.",
    "The job status is FAILED if Amazon Pinpoint wasn't able to process one or more pieces in the job.",
    lambda: f.answers(_never_failed),
)

# route53.ListTagsForResource

add = in_operation("route53.ListTagsForResource")
NO_ZONE = "NoSuchHostedZone: No hosted zone exists with the ID that you specified."
NO_CHECK = "NoSuchHealthCheck: No health check exists with the specified ID."
KINDS = "ResourceType: enumeration healthcheck, hostedzone"


def _last_part(value: Any) -> Any:
    return value.removeprefix("/hostedzone/") if isinstance(value, str) else value


def _tag_set(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: output | {"ResourceTagSet": function(output["ResourceTagSet"])})


def _with_prefix(found: Item) -> Item:
    return found | {"ResourceId": f"/{found['ResourceType']}/{found['ResourceId']}"}


def _unknown_has_none(reply: Reply, params: Params) -> Reply:
    """The tag set without tags, for a resource that there is not."""
    if reply.status != 404:
        return reply
    inner = f"<ResourceType>{params['ResourceType']}</ResourceType>"
    xmlns = "https://route53.amazonaws.com/doc/2013-04-01/"
    text = f"<ListTagsForResourceResponse xmlns='{xmlns}'><ResourceTagSet>{inner}</ResourceTagSet>"
    return replace(reply, status=200, body=f"{text}</ListTagsForResourceResponse>".encode())


def _tagged_only(output: Output) -> Output:
    found = output["ResourceTagSet"]
    if "Tags" not in found:
        zone = found["ResourceType"] == "hostedzone"
        code = "NoSuchHostedZone" if zone else "NoSuchHealthCheck"
        raise Refused(Refusal(code, f"Resource not found: {found['ResourceId']}", 404))
    return output


def _of_any_type(params: Params) -> Params:
    kinds = [kind for kind, identifier in RESOURCES if identifier == params["ResourceId"]]
    return params | ({"ResourceType": kinds[0]} if kinds else {})


def _unwrapped(reply: Reply) -> Reply:
    opened = rb"<ListTagsForResourceResponse( xmlns=[^>]*)><ResourceTagSet>"
    body = re.sub(opened, rb"<ResourceTagSet\1>", reply.body)
    return replace(reply, body=body.replace(b"</ListTagsForResourceResponse>", b""))


def _error_in_json(reply: Reply) -> Reply:
    found = re.search(rb"<Code>(.*)</Code><Message>(.*)</Message>", reply.body)
    assert found
    error = {"__type": found[1].decode(), "message": found[2].decode()}
    return f.body("application/json", json.dumps(error).encode())(reply)


def _no_route(reply: Reply, params: Params) -> Reply:
    if params.get("ResourceType") in ("hostedzone", "healthcheck"):
        return reply
    page = b"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
    return replace(f.body("text/html; charset=utf-8", page)(reply), status=404)


add(
    "zone-with-prefix",
    "A hosted zone is found by its ID with /hostedzone/ before it, too. (getmoto/moto#8931)",
    NO_ZONE,
    lambda: f.change("ResourceId", _last_part),
)
add(
    "id-with-prefix",
    "The ResourceId of the answer is a path. (Like the keys in getmoto/moto#8130.)",
    "ResourceTagSet: ResourceId: The ID for the specified resource.",
    lambda: _tag_set(_with_prefix),
)
add(
    "unknown-without-tags",
    "A resource that does not exist has no tags. (Like getmoto/moto#4360.)",
    f"{NO_ZONE} {NO_CHECK}",
    lambda: Hooks(reply=_unknown_has_none),
)
add(
    "untagged-not-found",
    "A resource without tags is not found. (getmoto/moto#9795; hashicorp/terraform#1320 expects no error.)",
    f"{NO_ZONE} {NO_CHECK}",
    lambda: f.answers(_tagged_only),
)
add(
    "error-of-zones",
    "The code for a health check that does not exist is NoSuchHostedZone.",
    NO_CHECK,
    lambda: f.error_for("NoSuchHealthCheck", code="NoSuchHostedZone"),
)
add(
    "type-ignored",
    "A resource is found under the other ResourceType, too.",
    f"{NO_ZONE} {NO_CHECK}",
    lambda: f.params(_of_any_type),
)
add(
    "root-missing",
    "The root of the answer is ResourceTagSet.",
    "ListTagsForResourceResponse: required ResourceTagSet",
    lambda: f.http(_unwrapped),
)
add(
    "errors-json",
    "Errors are JSON.",
    "protocol rest-xml: InvalidInput: The input is not valid.",
    lambda: f.http(_error_in_json, errors_only=True),
)
add(
    "ampersand-bare",
    "An ampersand in a tag is written as it is, as by a template that escapes nothing. (getmoto/moto#3469)",
    "protocol rest-xml: the answer is XML",
    lambda: f.http(f.substitute(rb"&amp;", b"&")),
)
add(
    "type-any-case",
    "The case of letters in ResourceType does not matter.",
    KINDS,
    lambda: f.change("ResourceType", lambda value: value.lower() if isinstance(value, str) else value),
)
add(
    "type-unknown-404",
    "Another ResourceType is answered with 404, as there are two routes. (Like the routes in "
    "getmoto/moto#7867.)",
    f"{KINDS}; InvalidInput: The input is not valid.",
    lambda: Hooks(reply=_no_route),
)
