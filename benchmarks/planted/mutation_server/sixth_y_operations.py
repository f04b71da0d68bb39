"""Six operations more, part Y of the set `sixth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .fourth_y_operations import rfc3339
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
PARTNER = "210987654321"


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _identifier(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# support.DescribeTrustedAdvisorCheckResult

CHECK = "Qch7DwouX1"
REASONS = {
    "en": ("CPU below 10 % & little traffic", "No <active> connections"),
    "de": ("CPU bis 10 % & kaum Verkehr", "Keine <aktiven> Verbindungen"),
    "es": ("CPU inferior al 10 % y poco tráfico", "Sin conexiones <activas>"),
    "fr": ("CPU inférieur à 10 % et peu de connexions", "Aucune connexion <active>"),
    "id": ("CPU di bawah 10 % & lalu lintas rendah", "Tidak ada koneksi <aktif>"),
    "it": ("CPU sotto il 10 % e poco traffico", "Nessuna connessione <attiva>"),
    "ja": ("CPU が 10 % 未満で通信量が少ない", "<アクティブな>接続なし"),
    "ko": ("CPU 10 % 미만 및 적은 트래픽", "<활성> 연결 없음"),
    "pt_BR": ("CPU abaixo de 10 % e pouco tráfego", "Nenhuma conexão <ativa>"),
    "zh": ("CPU 低于 10 % 且流量很少", "没有<活动>连接"),
    "zh_TW": ("CPU 低於 10 % 且流量很少", "沒有<作用中>連線"),
}
# The ID of a check, its status, how many resources were processed, flagged and suppressed, and savings.
_CHECKS: tuple[tuple[str, str, int, int, int, float], ...] = (
    (CHECK, "warning", 41, 12, 3, 612.48),
    ("hjLMh88uM8", "warning", 9, 2, 0, 36.0),
    ("DAvU99Dc4C", "ok", 57, 0, 0, 0.0),
    ("Z4AUBRNSmz", "error", 5, 5, 1, 18.25),
    ("HCP4007jGY", "error", 120, 9, 2, 0.0),
    ("1iG5NDGVre", "error", 120, 4, 0, 0.0),
    ("zXCkfM1nI3", "ok", 1, 0, 0, 0.0),
    ("Pfx0RwqBli", "warning", 33, 7, 7, 0.0),
    ("7DAFEmoDos", "error", 1, 1, 0, 0.0),
    ("ePs02jT06w", "not_available", 0, 0, 0, 0.0),
    ("rSs93HQwa1", "not_available", 0, 0, 0, 0.0),
    ("eW7HH0l7J9", "ok", 64, 0, 0, 0.0),
)


def _flagged(check: str, number: int, suppressed: bool, language: str) -> Item:
    region = ("us-east-1", "eu-west-1", "ap-southeast-2")[number % 3]
    red = check in ("Z4AUBRNSmz", "HCP4007jGY", "1iG5NDGVre", "7DAFEmoDos") and number % 2 == 0
    name = ("web & api", "", "Größe <test>", "batch")[number % 4]
    return {
        "status": "error" if red else "warning",
        **({"region": region} if check != "7DAFEmoDos" else {}),
        "resourceId": _digits(f"{check} {number}", 43),
        "isSuppressed": suppressed,
        "metadata": [
            f"{region}{'abc'[number % 3]}",
            f"i-{_digits(f'{check} instance {number}', 17)}",
            name,
            ("m5.large", "t3.micro", "c6g.xlarge")[number % 3],
            f"${12.5 + number:.2f}",
            REASONS[language][number % 2],
        ],
    }


def check_result(check: str, language: str) -> Item:
    """The result of a check, in a language."""
    at = [one[0] for one in _CHECKS].index(check)
    _, status, processed, flagged, suppressed, savings = _CHECKS[at]
    percent = round(savings / 21.5, 2)
    return {
        "checkId": check,
        "timestamp": rfc3339(BORN + at * 7 * HOUR)[:19] + "Z",
        "status": status,
        "resourcesSummary": {
            "resourcesProcessed": processed,
            "resourcesFlagged": flagged,
            "resourcesIgnored": at % 3,
            "resourcesSuppressed": suppressed,
        },
        "categorySpecificSummary": {
            "costOptimizing": {
                "estimatedMonthlySavings": savings,
                "estimatedPercentMonthlySavings": percent,
            }
        },
        "flaggedResources": [
            _flagged(check, number, flagged - number <= suppressed, language) for number in range(flagged)
        ],
    }


CHECKS = tuple(one[0] for one in _CHECKS)


def _check_rules(params: Params) -> Iterable[Violation]:
    language = params.get("language", "en")
    if language not in REASONS:
        yield rule("language", f"Invalid language: {language!r}", language)
    if params["checkId"] not in CHECKS:
        yield rule("checkId", f"Invalid checkId: {params['checkId']!r}", params["checkId"])


def _check_answer(params: Params, page: Page | None) -> Output:
    return {"result": check_result(params["checkId"], params.get("language", "en"))}


# timestream-query.ListTagsForResource


def _query_arn(name: str, region: str = REGION) -> str:
    return f"arn:aws:timestream:{region}:{ACCOUNT}:scheduled-query/{name}-{_digits(name, 16)}"


DATABASE = f"arn:aws:timestream:{REGION}:{ACCOUNT}:database/shop"
QUERY, OTHER_QUERY, BARE_QUERY = _query_arn("hourly-sales"), _query_arn("daily_stock"), _query_arn("untagged")
TAGS: dict[str, list[Item]] = {
    QUERY: [
        *[
            {"Key": key, "Value": value}
            for key, value in (
                ("Team", "Größe & co"),
                ("team", "Sales"),
                ("Environment", "Prod"),
                ("environment", ""),
                ("cost center", "4711 <eu>"),
                ("größe", "XL"),
                ("owner", "zoë@example.com"),
                ("Empty", ""),
                ("url", "https://example.com/a?b=c&d=e+f"),
                ("max", "v" * 256),
                ("k" * 128, "1"),
            )
        ],
        *[{"Key": f"label-{number:02d}", "Value": str(number % 5)} for number in range(13)],
    ],
    OTHER_QUERY: [
        {"Key": "Team", "Value": "stock"},
        {"Key": "tier", "Value": ""},
        {"Key": "a", "Value": "B"},
    ],
    BARE_QUERY: [],
}
_QUERY_FORM = r"arn:aws[a-z-]*:timestream:[a-z0-9-]+:[0-9]{12}:scheduled-query/[^/]+"


def _arn_rules(params: Params) -> Iterable[Violation]:
    arn = params["ResourceARN"]
    if not re.fullmatch(_QUERY_FORM, arn):
        yield rule("ResourceARN", f"The ARN {arn} is not that of a scheduled query.", arn)


def _query_tags(params: Params) -> list[Item]:
    arn = params["ResourceARN"]
    if arn not in TAGS:
        message = f"The resource {arn} does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message, extra={"ScheduledQueryArn": arn}))
    return TAGS[arn]


# config.GetOrganizationConformancePackDetailedStatus: 32 accounts

PACK, OTHER_PACK, NEW_PACK = "Operational-Best-Practices", "pci-dss", "new"
_STATES = (
    *("CREATE_SUCCESSFUL", "UPDATE_SUCCESSFUL", "CREATE_SUCCESSFUL", "CREATE_FAILED", "UPDATE_IN_PROGRESS"),
    *("CREATE_SUCCESSFUL", "DELETE_FAILED", "UPDATE_FAILED", "CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS"),
)
_FAILURES = (
    ("ResourceInUse", "A rule of <this> name exists & is in use."),
    ("AccessDenied", "Größe: the role AWSServiceRoleForConfigConforms is missing."),
)


def _pack_status(pack: str, number: int) -> Item:
    state = _STATES[number % 10]
    code, message = _FAILURES[number // 2 % 2]
    # One account of four has an ID that begins with 0.
    account = f"{int(_digits(f'account {number}', 15), 16):012d}"[-11:]
    return {
        "AccountId": f"{'0' if number % 4 == 2 else number % 8 + 1}{account}",
        "ConformancePackName": f"OrgConformsPack-{pack}-{_digits(pack, 8)}",
        "Status": state,
        **({"ErrorCode": code, "ErrorMessage": message} if state.endswith("FAILED") else {}),
        "LastUpdateTime": BORN + number * 5 * HOUR + timedelta(milliseconds=311 * number),
    }


PACKS: dict[str, list[Item]] = {
    PACK: [_pack_status(PACK, number) for number in range(32)],
    OTHER_PACK: [_pack_status(OTHER_PACK, number) for number in range(3, 7)],
    NEW_PACK: [],
}


def pack_statuses(params: Params) -> list[Item]:
    """The accounts of a pack that pass all filters of a request."""
    name, filters = params["OrganizationConformancePackName"], params.get("Filters", {})
    if name not in PACKS:
        message = f"The organization conformance pack {name} does not exist."
        raise Refused(Refusal("NoSuchOrganizationConformancePackException", message))
    return [one for one in PACKS[name] if all(one[key] == value for key, value in filters.items())]


def _limit_detail(wrong: list[Violation]) -> dict[str, Any]:
    only = all(one.member == "Limit" and one.kind in ("min", "max") for one in wrong)
    return {"code": "InvalidLimitException"} if only else {}


# location.GetMapTile: the output is the body, and two headers

MAP = "shop-map"
MAPS = (MAP, "Depots_2", "grab.standard-light")
KEY = f"v1.public.{_digits('key', 64)}"
PLACES = (
    *(("Kiel", 10.12, 54.32), ("Zürich", 8.54, 47.37), ("Kairo", 31.24, 30.04), ("Harare", 31.05, -17.83)),
    *(("Lima", -77.04, -12.05), ("São Paulo", -46.63, -23.55), ("Seattle", -122.33, 47.61)),
    *(("New York", -74.01, 40.71), ("Tokio", 139.69, 35.69), ("Perth", 115.86, -31.95)),
    *(("Wellington", 174.78, -41.29), ("Nuuk", -51.72, 64.18), ("Delhi", 77.21, 28.61)),
)
DEEPEST = 22
EXTENT = 4096


def _varint(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _member(number: int, data: bytes | int) -> bytes:
    """A member of a message in the form of protocol buffers."""
    if isinstance(data, int):
        return _varint(number << 3) + _varint(data)
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def tile(z: int, x: int, y: int) -> bytes:
    """The places in a tile, as a Mapbox Vector Tile. It is empty if there are none."""
    features, names = b"", list[str]()
    for number, (name, longitude, latitude) in enumerate(PLACES, 1):
        across = (longitude + 180) / 360 * 2**z
        down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**z
        if (int(across), int(down)) != (x, y):
            continue
        place = [int((across - x) * EXTENT) * 2, int((down - y) * EXTENT) * 2]
        tags = _varint(0) + _varint(len(names))
        geometry = _varint(9) + b"".join(map(_varint, place))
        features += _member(2, _member(1, number) + _member(2, tags) + _member(3, 1) + _member(4, geometry))
        names.append(name)
    if not features:
        return b""
    values = b"".join(_member(4, _member(1, name.encode())) for name in names)
    start = _member(15, 2) + _member(1, b"places")
    return _member(3, start + features + _member(3, b"name") + values + _member(5, EXTENT))


def _tile_rules(params: Params) -> Iterable[Violation]:
    whole = {name: re.fullmatch("[0-9]{1,9}", params[name]) for name in "ZXY"}
    for name, found in whole.items():
        if not found:
            yield rule(
                name, f"The value {params[name]!r} of {name} is not a whole number below 10^9.", params[name]
            )
    if not all(whole.values()):
        return
    deep = int(params["Z"])
    if deep > DEEPEST:
        yield rule("Z", f"The zoom level {deep} is above {DEEPEST}.", deep)
        return
    for name in "XY":
        if int(params[name]) >= 2**deep:
            message = f"The value {params[name]} of {name} is outside of the map at zoom level {deep}."
            yield rule(name, message, params[name])


def _tile_detail(wrong: list[Violation]) -> dict[str, Any]:
    fields = [{"name": one.member, "message": one.message} for one in wrong]
    return {"extra": {"reason": "FieldValidationFailed", "fieldList": fields}}


def _tile_answer(params: Params, page: Page | None) -> Output:
    if params.get("Key") and params["Key"] != KEY:
        raise Refused(Refusal("AccessDeniedException", "The API key is not valid.", 403))
    if params["MapName"] not in MAPS:
        message = f"The map {params['MapName']} was not found."
        raise Refused(Refusal("ResourceNotFoundException", message, 404))
    return {
        "Blob": tile(int(params["Z"]), int(params["X"]), int(params["Y"])),
        "ContentType": "application/vnd.mapbox-vector-tile",
        "CacheControl": "public, max-age=86400",
    }


# pinpoint.GetImportJob: the output is the payload, ImportJobResponse

APPLICATION, OTHER_APPLICATION = _digits("shop application", 32), _digits("old application", 32)
_JOBS = (
    *(("FAILED", 130, 2), ("COMPLETED", 0, 0), ("COMPLETED", 3, 0), ("PROCESSING", 1, 0), ("CREATED", 0, 0)),
    *(
        ("FAILING", 40, 1),
        ("COMPLETING", 0, 0),
        ("FAILED", 12, 4),
        ("PENDING_JOB", 0, 0),
        ("COMPLETED", 100, 0),
    ),
)


def _failure(number: int) -> str:
    reasons = ("no <Address>", "ChannelType & OptOut", "Länge von User.UserId")
    return f"Line {number * 7 + 2}: {reasons[number % 3]}"


def _import_job(number: int) -> Item:
    status, failures, failed = _JOBS[number]
    created = BORN + number * 25 * HOUR + timedelta(milliseconds=317 * number + 9)
    ended, pieces = status in ("COMPLETED", "FAILED"), number % 4 + 5
    started = status not in ("CREATED", "PENDING_JOB")
    kind = ("CSV", "JSON")[number % 2]
    defined = number % 3 == 0
    return {
        "ApplicationId": OTHER_APPLICATION if number == 9 else APPLICATION,
        "CompletedPieces": pieces - failed if ended else 1 if started else 0,
        **({"CompletionDate": rfc3339(created + (7 + number) * MINUTE)} if ended else {}),
        "CreationDate": rfc3339(created),
        "Definition": {
            "DefineSegment": defined,
            **({"ExternalId": ACCOUNT} if number == 7 else {}),
            "Format": kind,
            "RegisterEndpoints": number % 2 == 0,
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/service-role/pinpoint-import",
            "S3Url": f"s3://customers/zoë & co/{number}.{kind.lower()}",
            **({"SegmentId": _digits(f"job segment {number}", 32)} if defined else {}),
            **({"SegmentName": f"Größe <{number}>"} if defined else {}),
        },
        "FailedPieces": failed,
        **({"Failures": [_failure(one) for one in range(failures)][:100]} if failures else {}),
        "Id": _digits(f"import job {number}", 32),
        "JobStatus": status,
        "TotalFailures": failures,
        "TotalPieces": pieces,
        "TotalProcessed": 4000 + number if ended else 250 if started else 0,
        "Type": "IMPORT",
    }


JOBS: list[Item] = [_import_job(number) for number in range(len(_JOBS))]


def job_failures(job: Item) -> list[str]:
    """All entries of a job that failed, also those that are not shown."""
    return [_failure(one) for one in range(job["TotalFailures"])]


def _job_answer(params: Params, page: Page | None) -> Output:
    for job in JOBS:
        if (job["ApplicationId"], job["Id"]) == (params["ApplicationId"], params["JobId"]):
            return dict(job)
    raise Refused(Refusal("NotFoundException", "Resource not found", 404))


# route53.ListTagsForResource

ZONE, BARE_ZONE, FULL_ZONE = "Z1D633PJN98FT9", "Z0723118250SEXAMPLE", "Z2FDTNDATAQYW2"
HEALTH_CHECK, BARE_CHECK = _identifier("health check"), _identifier("bare health check")


def _tag(key: str, value: str) -> Item:
    return {"Key": key, "Value": value}


RESOURCES: dict[tuple[str, str], list[Item]] = {
    ("hostedzone", ZONE): [
        _tag("Name", "shop & co"),
        _tag("Größe", "<XL>"),
        _tag("team", "Sales"),
        _tag("empty", ""),
        _tag("url", "https://example.com/?a=1&b=2"),
    ],
    ("hostedzone", BARE_ZONE): [],
    ("hostedzone", FULL_ZONE): [_tag(f"label-{number}", str(number % 3)) for number in range(10)],
    ("hostedzone", "ZONE1"): [_tag("one", "1")],
    ("healthcheck", HEALTH_CHECK): [_tag("Name", "checkout <eu>"), _tag("owner", "zoë")],
    ("healthcheck", BARE_CHECK): [],
    ("healthcheck", _identifier("third health check")): [_tag("Name", "api")],
}
NO_SUCH = {"hostedzone": "NoSuchHostedZone", "healthcheck": "NoSuchHealthCheck"}


def tags_of(kind: str, identifier: str) -> list[Item]:
    """The tags of a resource."""
    if (kind, identifier) not in RESOURCES:
        what = "hosted zone" if kind == "hostedzone" else "health check"
        raise Refused(Refusal(NO_SUCH[kind], f"No {what} found with ID: {identifier}", 404))
    return RESOURCES[kind, identifier]


def _tags_answer(params: Params, page: Page | None) -> Output:
    kind, identifier = params["ResourceType"], params["ResourceId"]
    tags = tags_of(kind, identifier)
    found = {"ResourceType": kind, "ResourceId": identifier, **({"Tags": tags} if tags else {})}
    return {"ResourceTagSet": found}


SIXTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "support.DescribeTrustedAdvisorCheckResult",
            "InvalidParameterValueException",
            _check_answer,
            rules=_check_rules,
        ),
        Operation(
            "timestream-query.ListTagsForResource",
            "ValidationException",
            lambda params, page: {"Tags": page.entries if page else []},
            _query_tags,
            _arn_rules,
            Paging("NextToken", "NextToken", "MaxResults", 200, 200),
        ),
        Operation(
            "config.GetOrganizationConformancePackDetailedStatus",
            "ValidationException",
            lambda params, page: {
                "OrganizationConformancePackDetailedStatuses": page.entries if page else []
            },
            pack_statuses,
            paging=Paging("NextToken", "NextToken", "Limit", 100, 100, zero_is_default=True),
            token_code="InvalidNextTokenException",
            detail=_limit_detail,
        ),
        Operation(
            "location.GetMapTile",
            "ValidationException",
            _tile_answer,
            rules=_tile_rules,
            detail=_tile_detail,
        ),
        Operation("pinpoint.GetImportJob", "BadRequestException", _job_answer),
        Operation("route53.ListTagsForResource", "InvalidInput", _tags_answer),
    ]
}
# What a user has to say, since it names a resource.
SIXTH_Y_PARAMS: dict[str, dict[str, Any]] = {
    "support.DescribeTrustedAdvisorCheckResult": {"checkId": CHECK},
    "timestream-query.ListTagsForResource": {"ResourceARN": QUERY},
    "config.GetOrganizationConformancePackDetailedStatus": {"OrganizationConformancePackName": PACK},
    "location.GetMapTile": {"MapName": MAP, "Z": "2", "X": "2", "Y": "1"},
    "pinpoint.GetImportJob": {"ApplicationId": APPLICATION, "JobId": JOBS[0]["Id"]},
    "route53.ListTagsForResource": {"ResourceType": "hostedzone", "ResourceId": ZONE},
}
