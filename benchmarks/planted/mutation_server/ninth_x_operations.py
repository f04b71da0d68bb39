"""Six operations more, part X of the set `ninth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .fourth_x_operations import DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging
from .seventh_x_operations import distribution_position


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# codecommit.GetDifferences

FILE, SCRIPT, SUBMODULE, LINK = "100644", "100755", "160000", "120000"
Tree = dict[str, tuple[str, str]]  # the ID of a blob and its mode, by path


def commit_id(name: str) -> str:
    """The ID of a commit."""
    return _digits(f"commit {name}", 40)


def _tree(*files: str | tuple[str, int] | tuple[str, int, str]) -> Tree:
    """Files by path, from a path, its version (or 1) and its mode (or that of a file)."""
    found: Tree = {}
    for file in files:
        path, version, mode, *_ = (file, 1, FILE) if isinstance(file, str) else (*file, FILE)
        found[str(path)] = (_digits(f"blob {path} {version}", 40), str(mode))
    return found


_STEADY = [f"assets/icon-{number:02d}.svg" for number in range(4)]
_FIRST = _tree(
    "README.md",
    ("build.sh", 1, SCRIPT),
    ("deploy.sh", 1, FILE),
    "docs/größe.md",
    "docs/intro.md",
    ("latest", 1, LINK),
    "lib/old/cart.py",
    "lib/old/stock.py",
    "src/app.py",
    "src/legacy/import.py",
    "src/legacy/export.py",
    "src/main & more.py",
    "src2/app.py",
    "tests/test_app.py",
    ("vendor/parser", 1, SUBMODULE),
    *_STEADY,
)
_SECOND = _tree(
    ("README.md", 2),
    ("build.sh", 1, SCRIPT),
    ("deploy.sh", 1, SCRIPT),  # only its mode is another
    ("docs/größe.md", 2),
    "docs/intro.md",
    ("latest", 2, LINK),
    ("lib/new/cart.py", 1),
    ("lib/new/prices.py", 1),
    ("lib/new/stock.py", 1),
    ("src/app.py", 2),
    "src/legacy/import.py",
    ("src/main & more.py", 2),
    "src/views/Cart.py",
    "src/views/home.py",
    ("src2/app.py", 2),
    ("src2/worker.py", 1, SCRIPT),
    "tests/test_app.py",
    "tests/test_cart.py",
    ("vendor/parser", 2, SUBMODULE),
    *_STEADY,
)
# The same file under a new name is the same blob.
_SECOND["lib/new/cart.py"] = _FIRST["lib/old/cart.py"]
_FEATURE = {
    **{path: blob for path, blob in _SECOND.items() if path != "docs/intro.md"},
    **_tree(("src/login.py", 1), ("src/app.py", 3)),
}
COMMITS: dict[str, dict[str, Tree]] = {
    "MyDemoRepo": {"first": _FIRST, "second": _SECOND, "feature": _FEATURE},
    "docs.site": {"pages": _tree("index.html", "about/team.html"), "more": _tree("index.html", "faq.html")},
    "empty-repo": {},
}
# The branches and tags of each repository. HEAD is the default branch.
REFERENCES: dict[str, dict[str, str]] = {
    "MyDemoRepo": {
        "refs/heads/main": "second",
        "refs/heads/feature/login": "feature",
        "refs/tags/v1.0": "first",
        "HEAD": "second",
    },
    "docs.site": {"refs/heads/main": "more", "refs/tags/v1.0": "pages", "HEAD": "more"},
    "empty-repo": {},
}
# What git forbids in the name of a reference.
_NO_REFERENCE = re.compile(r"^$|[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^/|/$|\.$|\.lock$")
_NO_PATH = re.compile(r"^$|^/|//|[\x00-\x1f\x7f]|(^|/)\.\.?(/|$)")


def tree_of(repository: str, specifier: str) -> Tree | None:
    """The files of a commit, or None if there is no such commit."""
    commits, references = COMMITS[repository], REFERENCES[repository]
    ids = {commit_id(name): name for name in commits}
    if specifier in ids:
        return commits[ids[specifier]]
    for start in ("", "refs/", "refs/tags/", "refs/heads/"):
        if start + specifier in references:
            return commits[references[start + specifier]]
    return None


def _difference_rules(params: Params) -> Iterable[Violation]:
    for member in ("beforeCommitSpecifier", "afterCommitSpecifier"):
        specifier = params.get(member, "HEAD")
        if member == "afterCommitSpecifier" and not specifier:
            yield Violation(member, "required", "A commit was not specified.")
        elif _NO_REFERENCE.search(specifier):
            yield rule(member, f"The commit specifier is not valid: {specifier!r}", specifier)
    for member in ("beforePath", "afterPath"):
        path = params.get(member, "src")
        if _NO_PATH.search(path):
            yield rule(member, f"The path is not valid: {path!r}", path)
    if params.get("MaxResults", 1) < 1:
        yield rule("MaxResults", "MaxResults must be a positive number.", params["MaxResults"])


_ERRORS = {
    "repositoryName": ("InvalidRepositoryNameException", "RepositoryNameRequiredException"),
    "afterCommitSpecifier": ("InvalidCommitException", "CommitRequiredException"),
    "beforeCommitSpecifier": ("InvalidCommitException", "CommitRequiredException"),
    "beforePath": ("InvalidPathException", "InvalidPathException"),
    "afterPath": ("InvalidPathException", "InvalidPathException"),
    "MaxResults": ("InvalidMaxResultsException", "InvalidMaxResultsException"),
    "NextToken": ("InvalidContinuationTokenException", "InvalidContinuationTokenException"),
}


def _difference_error(wrong: list[Violation]) -> dict[str, Any]:
    members = list(_ERRORS)
    first = min(wrong, key=lambda one: members.index(one.member) if one.member in members else 99)
    codes = _ERRORS.get(first.member, _ERRORS["repositoryName"])
    return {"code": codes[first.kind == "required"], "message": first.message}


def under(tree: Tree, path: str | None) -> Tree:
    """The files of a folder, or the one file, by their paths in it."""
    if path is None:
        return tree
    if path in tree:
        return {"": tree[path]}
    folder = path.removesuffix("/") + "/"
    return {name.removeprefix(folder): tree[name] for name in tree if name.startswith(folder)}


def _blob(place: str, inner: str, blob: tuple[str, str]) -> Item:
    return {"blobId": blob[0], "path": f"{place}{inner}", "mode": blob[1]}


def _place(path: str | None, files: Tree) -> str:
    if path is None:
        return ""
    return path if "" in files else path.removesuffix("/") + "/"


def differences(old: Tree, new: Tree, old_path: str | None, new_path: str | None) -> list[Item]:
    """What differs between two trees, or between a folder of one and a folder of the other, by path."""
    before, after = under(old, old_path), under(new, new_path)
    if not before and not after and (old_path or new_path):
        raise Refused(Refusal("PathDoesNotExistException", f"Could not find path {new_path or old_path}"))
    found: list[Item] = []
    for inner in sorted(before.keys() | after.keys()):
        if before.get(inner) == after.get(inner):
            continue
        one: Item = {}
        if inner in before:
            one["beforeBlob"] = _blob(_place(old_path, before), inner, before[inner])
        if inner in after:
            one["afterBlob"] = _blob(_place(new_path, after), inner, after[inner])
        change = "M" if len(one) == 2 else "A" if inner in after else "D"
        found.append({**one, "changeType": change})
    return found


def difference_list(params: Params) -> list[Item]:
    """The differences that a request asks for."""
    repository = params["repositoryName"]
    if repository not in COMMITS:
        raise Refused(Refusal("RepositoryDoesNotExistException", f"{repository} does not exist"))
    trees: list[Tree] = []
    for member in ("beforeCommitSpecifier", "afterCommitSpecifier"):
        tree = tree_of(repository, params[member]) if member in params else {}
        if tree is None:
            message = f"Commit {params[member]} does not exist"
            raise Refused(Refusal("CommitDoesNotExistException", message))
        trees.append(tree)
    # A single path is that of both sides.
    old_path = params.get("beforePath", params.get("afterPath"))
    new_path = params.get("afterPath", params.get("beforePath"))
    for path, tree in ((old_path, trees[0]), (new_path, trees[1])):
        if old_path != new_path and tree and not under(tree, path):
            raise Refused(Refusal("PathDoesNotExistException", f"Could not find path {path}"))
    return differences(trees[0], trees[1], old_path, new_path)


# ec2.DescribeInstanceTopology

# The type of instances, how many network nodes it shows, and the count of instances.
_TYPES = (
    ("p4d.24xlarge", 3),
    ("p5.48xlarge", 3),
    ("trn1.2xlarge", 3),
    ("trn1.32xlarge", 3),
    ("hpc7g.4xlarge", 3),
    ("p6e-gb200.36xlarge", 4),
    ("p4de.24xlarge", 3),
)
TOPOLOGY_GROUPS = ("training", "Training", "my-cluster_2", None)
EMPTY_GROUP = "no-instances"
_ZONES = ((f"{REGION}a", "use1-az4"), (f"{REGION}b", "use1-az6"), (f"{REGION}-atl-2a", "use1-atl2-az1"))


def _instance(number: int) -> Item:
    kind, depth = _TYPES[number * 3 % 7]
    zone, zone_id = _ZONES[number % 3]
    group = TOPOLOGY_GROUPS[number * 5 % 7 % 4]
    steps = [str(number // 3 % (level + 1)) for level in range(depth)]
    # From the top to the bottom. Each node belongs to one node above it.
    nodes = [f"nn-{_digits(f'{zone} {steps[: level + 1]}', 17)}" for level in range(depth)]
    return {
        "InstanceId": f"i-0{_digits(f'topology {number}', 16)}",
        "InstanceType": kind,
        **({"GroupName": group} if group else {}),
        # An instance that is not running has none.
        **({"NetworkNodes": nodes} if number % 9 != 7 else {}),
        "AvailabilityZone": zone,
        "ZoneId": zone_id,
        **({"CapacityBlockId": f"cb-0{_digits(f'block {zone}', 16)}"} if depth == 4 else {}),
    }


INSTANCES: list[Item] = [_instance(number) for number in range(27)]
TOPOLOGY_FILTERS = {
    "availability-zone": "AvailabilityZone",
    "instance-type": "InstanceType",
    "zone-id": "ZoneId",
}


def topology_pattern(value: str) -> re.Pattern[str]:
    """A value of a filter, in which * is any text and ? is zero or one character."""
    parts = re.findall(r"\\.|.", value, re.DOTALL)
    made = ({"*": ".*", "?": ".?"}.get(one, re.escape(one[-1])) for one in parts)
    return re.compile("".join(made), re.DOTALL)


def instance_passes(instance: Item, one: Item) -> bool:
    """Whether an instance passes one filter."""
    text = instance[TOPOLOGY_FILTERS[one["Name"]]]
    return any(topology_pattern(value).fullmatch(text) for value in one["Values"])


def _topology_rules(params: Params) -> Iterable[Violation]:
    if "InstanceIds" in params and "MaxResults" in params:
        message = "The parameter instancesSet cannot be used with the parameter maxResults"
        yield Violation("MaxResults", "together", message, params["MaxResults"])
    for member, name in (("InstanceIds", "instance-ids"), ("GroupNames", "group-names")):
        if len(params.get(member, [])) > 100:
            yield rule(member, f"{name} cannot contain over 100 values.", params[member])
    for number, one in enumerate(params.get("Filters", []), 1):
        name = one.get("Name", "")
        if name not in TOPOLOGY_FILTERS:
            yield rule(f"Filter.{number}", f"The filter '{name}' is invalid", name)
        elif not one.get("Values"):
            yield rule(f"Filter.{number}", f"The filter '{name}' has no values", name)


def _topology_error(wrong: list[Violation]) -> dict[str, Any]:
    together = any(one.kind == "together" for one in wrong)
    return {"code": "InvalidParameterCombination"} if together else {}


def topology(params: Params) -> list[Item]:
    """The instances that a request asks for."""
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    ids, groups = params.get("InstanceIds"), params.get("GroupNames")
    known = {one["InstanceId"] for one in INSTANCES}
    for identifier in ids or []:
        if not re.fullmatch("i-([0-9a-f]{8}|[0-9a-f]{17})", identifier):
            message = f'Invalid id: "{identifier}"'
            raise Refused(Refusal("InvalidInstanceID.Malformed", message))
        if identifier not in known:
            message = f"The instance ID '{identifier}' does not exist"
            raise Refused(Refusal("InvalidInstanceID.NotFound", message))
    for group in groups or []:
        if group not in (*TOPOLOGY_GROUPS[:3], EMPTY_GROUP):
            raise Refused(
                Refusal("InvalidPlacementGroup.Unknown", f"The Placement Group '{group}' is unknown.")
            )
    return [
        one
        for one in INSTANCES
        if (ids is None or one["InstanceId"] in ids)
        and (groups is None or one.get("GroupName") in groups)
        and all(instance_passes(one, by) for by in params.get("Filters", []))
    ]


# sns.ListTagsForResource


def topic_arn(name: str) -> str:
    """The ARN of a topic."""
    return f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"


def _tag(key: str, value: str) -> Item:
    return {"Key": key, "Value": value}


TOPIC, QUIET_TOPIC = topic_arn("Orders"), topic_arn("orders_quiet-1")
TOPICS: dict[str, list[Item]] = {
    TOPIC: [
        _tag("Team", "Größe & <Maß>"),
        _tag("team", "billing"),
        _tag("cost:center/a=b+c@d", " 0042 "),
        _tag("Temporary", ""),
        _tag("Owner's name", 'Zoë "Z" Smith'),
    ],
    topic_arn("OrdersArchive"): [_tag("Team", "archive")],
    topic_arn("billing.fifo"): [_tag("k" * 128, "v" * 256), _tag("kind", "fifo")],
    QUIET_TOPIC: [],
    topic_arn("many"): [_tag(f"key-{number:02d}", f"value {number}") for number in range(50)],
}
TOPIC_ARN = r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:([A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo)"
NO_TOPIC = Refusal("ResourceNotFound", "Resource does not exist", 404)


def _topic_rules(params: Params) -> Iterable[Violation]:
    arn = params["ResourceArn"]
    if not re.fullmatch(TOPIC_ARN, arn):
        yield rule("ResourceArn", "Invalid parameter: ResourceArn Reason: it is no ARN of a topic.", arn)


def _tags_answer(params: Params, page: Page | None) -> Output:
    if params["ResourceArn"] not in TOPICS:
        raise Refused(NO_TOPIC)
    return {"Tags": [dict(tag) for tag in TOPICS[params["ResourceArn"]]]}


# apigateway.GetStage

API, SECOND_API, BARE_API = "a1b2c3d4e5", "z9y8x7w6v5", "q5w4e3r2t1"


def _setting(**changes: Any) -> Item:
    return {
        "metricsEnabled": False,
        "loggingLevel": "OFF",
        "dataTraceEnabled": False,
        "throttlingBurstLimit": 5000,
        "throttlingRateLimit": 10000.0,
        "cachingEnabled": False,
        "cacheTtlInSeconds": 300,
        "cacheDataEncrypted": False,
        "requireAuthorizationForCacheControl": True,
        "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
        **changes,
    }


def _stage(name: str, deployment: str, **members: Any) -> Item:
    return {
        "deploymentId": deployment,
        "stageName": name,
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "tracingEnabled": False,
        "createdDate": BORN,
        "lastUpdatedDate": BORN + 30 * HOUR,
        **members,
    }


_FULL = _stage(
    "prod",
    "d3pl0y",
    clientCertificateId="x7c1ab",
    description="Für <uns> & mehr",
    cacheClusterEnabled=True,
    cacheClusterSize="1.6",
    cacheClusterStatus="AVAILABLE",
    methodSettings={
        "*/*": _setting(metricsEnabled=True, loggingLevel="INFO", cachingEnabled=True),
        "pets/{petId}/DELETE": _setting(
            loggingLevel="ERROR",
            throttlingBurstLimit=20,
            throttlingRateLimit=12.5,
            unauthorizedCacheControlHeaderStrategy="FAIL_WITH_403",
        ),
    },
    variables={"backend_url": "https://api.example.com/v1?page=2&size=5#top", "Color": "blue"},
    documentationVersion="1.4",
    accessLogSettings={
        "format": '{"id":"$context.requestId","ip":"$context.identity.sourceIp"}',
        "destinationArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:api-access",
    },
    canarySettings={
        "percentTraffic": 12.5,
        "deploymentId": "c4n4ry",
        "stageVariableOverrides": {"Color": "green"},
        "useStageCache": False,
    },
    tracingEnabled=True,
    webAclArn=f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/shop/7f1c2b3a-0d4e-4f5a-8b6c-9d0e1f2a3b4c",
    tags={"Team": "shop & co", "größe": ""},
)
STAGES: dict[str, dict[str, Item]] = {
    API: {"prod": _FULL, "dev": _stage("dev", "d3v001"), "test_2-b": _stage("test_2-b", "t3st02", tags={})},
    SECOND_API: {"prod": _stage("prod", "0th3r1", description="another"), "beta": _stage("beta", "b3ta01")},
    BARE_API: {},
}
NO_STAGE = Refusal("NotFoundException", "Invalid stage identifier specified", 404)


def _stage_answer(params: Params, page: Page | None) -> Output:
    api, name = params["restApiId"], params["stageName"]
    if api not in STAGES:
        message = f"Invalid API identifier specified {ACCOUNT}:{api}"
        raise Refused(Refusal("NotFoundException", message, 404))
    if name not in STAGES[api]:
        raise Refused(NO_STAGE)
    return dict(STAGES[api][name])


# cloudfront.ListAnycastIpLists: the output is the payload, AnycastIpLists

_POOL = f"arn:aws:ec2::{ACCOUNT}:ipam-pool/ipam-pool-0"


def _cidr(number: int, place: int) -> Item:
    return {
        "Cidr": f"203.0.{110 + number}.{place * 16}/32",
        "IpamPoolArn": f"{_POOL}{_digits(f'pool {place}', 16)}",
        **({"AnycastIp": f"203.0.{110 + number}.{place * 16}"} if place != 1 else {}),
        "Status": ("advertised", "provisioning", "failed-advertise")[place % 3],
    }


def _anycast(number: int) -> Item:
    identifier = f"aip_{_digits(f'anycast {number}', 22)}"
    cidrs = [_cidr(number, place) for place in range(number % 4)]
    return {
        "Id": identifier,
        "Name": ("shop-eu", "Shop_US", "zero-rating", "apex")[number % 4] + f"-{number}",
        "Status": ("Deployed", "Deployed", "Deploying", "Deployed", "Failed")[number % 5],
        "Arn": f"arn:aws:cloudfront::{ACCOUNT}:anycast-ip-list/{identifier}",
        "IpCount": len(cidrs) or (21, 3)[number % 2],
        "LastModifiedTime": BORN + number * 31 * HOUR + timedelta(seconds=number),
        "IpAddressType": ("ipv4", "dualstack", "ipv6")[number % (2 if cidrs else 3)],
        "ETag": f"E{_digits(f'version {number}', 13).upper()}",
        **({"IpamConfig": {"Quantity": len(cidrs), "IpamCidrConfigs": cidrs}} if cidrs else {}),
    }


ANYCAST: list[Item] = sorted((_anycast(number) for number in range(13)), key=lambda one: one["Id"])


def _anycast_rules(params: Params) -> Iterable[Violation]:
    if params.get("MaxItems", 1) < 1:
        yield rule("MaxItems", "MaxItems must be at least 1.", params["MaxItems"])


def _anycast_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        **({"Items": page.entries} if page.entries else {}),
        "Marker": params.get("Marker", ""),
        "MaxItems": params.get("MaxItems", 100),
        "IsTruncated": page.token is not None,
        "Quantity": len(page.entries),
    }


# servicecatalog.ListOrganizationPortfolioAccess

PORTFOLIO, SMALL_PORTFOLIO, PRIVATE_PORTFOLIO = (
    "port-2abcdext3y5fk",
    "port-q4mn_small-1",
    "port-0nobody000000",
)


def _node(kind: str, value: str) -> Item:
    return {"Type": kind, "Value": value}


def _account(number: int) -> str:
    start = "00" if number % 7 == 2 else "4"
    return f"{start}{int(_digits(f'account {number}', 12), 16) % 10**10:010d}"[:12].ljust(12, "7")


NODES: dict[str, list[Item]] = {
    PORTFOLIO: [
        _node("ORGANIZATION", "o-exampleorg1d"),
        *(_node("ORGANIZATIONAL_UNIT", f"ou-ab12-{_digits(f'unit {number}', 8)}") for number in range(23)),
        *(_node("ACCOUNT", _account(number)) for number in range(48)),
    ],
    SMALL_PORTFOLIO: [
        _node("ORGANIZATIONAL_UNIT", "ou-ab12-0a1b2c3d"),
        _node("ACCOUNT", "210987654321"),
        _node("ACCOUNT", "001122334455"),
    ],
    PRIVATE_PORTFOLIO: [],
}


def organization_nodes(params: Params) -> list[Item]:
    """The nodes that a request asks for."""
    portfolio = params["PortfolioId"]
    if portfolio not in NODES:
        raise Refused(Refusal("ResourceNotFoundException", f"Portfolio not found: {portfolio}"))
    return [one for one in NODES[portfolio] if params.get("OrganizationNodeType") in (None, one["Type"])]


NINTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "codecommit.GetDifferences",
            "InvalidCommitException",
            lambda params, page: {"differences": page.entries if page else []},
            difference_list,
            _difference_rules,
            Paging("NextToken", "NextToken", "MaxResults", 100, 1000),
            token_code="InvalidContinuationTokenException",
            detail=_difference_error,
        ),
        Operation(
            "ec2.DescribeInstanceTopology",
            "InvalidParameterValue",
            lambda params, page: {"Instances": page.entries if page else []},
            topology,
            _topology_rules,
            Paging("NextToken", "NextToken", "MaxResults", 20, 100),
            detail=_topology_error,
        ),
        Operation("sns.ListTagsForResource", "InvalidParameter", _tags_answer, rules=_topic_rules),
        Operation("apigateway.GetStage", "BadRequestException", _stage_answer),
        Operation(
            "cloudfront.ListAnycastIpLists",
            "InvalidArgument",
            _anycast_answer,
            lambda params: ANYCAST,
            _anycast_rules,
            Paging("Marker", "NextMarker", "MaxItems", 100, 2**31),
            lambda lists, stop: str(lists[stop - 1]["Id"]),
            distribution_position,
        ),
        Operation(
            "servicecatalog.ListOrganizationPortfolioAccess",
            "InvalidParametersException",
            lambda params, page: {"OrganizationNodes": page.entries if page else []},
            organization_nodes,
            paging=Paging("PageToken", "NextPageToken", "PageSize", 20, 20, zero_is_default=True),
        ),
    ]
}
# What a user has to say, since it names a resource.
NINTH_X_PARAMS: dict[str, dict[str, Any]] = {
    "codecommit.GetDifferences": {
        "repositoryName": "MyDemoRepo",
        "beforeCommitSpecifier": "v1.0",
        "afterCommitSpecifier": "main",
    },
    "sns.ListTagsForResource": {"ResourceArn": TOPIC},
    "apigateway.GetStage": {"restApiId": API, "stageName": "prod"},
    "servicecatalog.ListOrganizationPortfolioAccess": {
        "PortfolioId": PORTFOLIO,
        "OrganizationNodeType": "ACCOUNT",
    },
}
