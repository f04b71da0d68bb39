"""The mistakes of part X of the set `ninth`. Some were made by real servers, whose issues are named."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply, Violation
from .ninth_x_operations import (
    ANYCAST,
    INSTANCES,
    NO_STAGE,
    NODES,
    PRIVATE_PORTFOLIO,
    QUIET_TOPIC,
    STAGES,
    TOPIC,
    TOPICS,
    TOPOLOGY_FILTERS,
    commit_id,
    difference_list,
    instance_passes,
    topology,
    topology_pattern,
    tree_of,
)

# codecommit.GetDifferences

add = in_operation("codecommit.GetDifferences")
BLOBS = ("beforeBlob", "afterBlob")
BEFORE = (
    "beforeCommitSpecifier: The branch, tag, HEAD, or other fully qualified reference used to "
    "identify a commit"
)
PATH = "afterPath: The file path in which to check differences. Limits the results to this path."
CHANGE = "changeType: A | M | D"
BLOB_ID = "blobId: The full ID of the blob."


def _blobs(change: Callable[[Item], Item]) -> Hooks:
    """All blobs of the answer are changed."""
    return f.each("differences", lambda one: one | {name: change(one[name]) for name in BLOBS if name in one})


def _swapped(one: Item) -> Item:
    names = {"beforeBlob": "afterBlob", "afterBlob": "beforeBlob"}
    change = {"A": "D", "D": "A"}.get(one["changeType"], "M")
    return {names[name]: one[name] for name in BLOBS if name in one} | {"changeType": change}


def _renames(found: list[Item], params: Params) -> list[Item]:
    """Deletions and additions of one blob are renames, as git shows them."""
    gone = {one["beforeBlob"]["blobId"]: one for one in found if one["changeType"] == "D"}
    kept: list[Item] = []
    for one in found:
        source = gone.get(one["afterBlob"]["blobId"]) if one["changeType"] == "A" else None
        kept.append({**one, "beforeBlob": source["beforeBlob"], "changeType": "R"} if source else one)
    moved = [one["beforeBlob"] for one in kept if one["changeType"] == "R"]
    return [one for one in kept if one["changeType"] != "D" or one["beforeBlob"] not in moved]


def _by_prefix(found: list[Item], params: Params) -> list[Item]:
    """A path is compared with the beginning of the paths, as text."""
    path = params.get("afterPath", params.get("beforePath"))
    if path is None:
        return found
    everything = difference_list(f.lacking(params, "afterPath", "beforePath"))
    return [
        one for one in everything if any(one[name]["path"].startswith(path) for name in BLOBS if name in one)
    ]


def _known_commits(params: Params) -> Params:
    """A commit that there is not differs in nothing."""
    specifiers = [
        params[name] for name in ("beforeCommitSpecifier", "afterCommitSpecifier") if name in params
    ]
    try:
        unknown = any(tree_of(params["repositoryName"], one) is None for one in specifiers)
    except KeyError:
        return params
    same = {"beforeCommitSpecifier": "HEAD", "afterCommitSpecifier": "HEAD"}
    if not unknown or tree_of(params["repositoryName"], "HEAD") is None:
        return params
    return f.lacking(params, "beforePath", "afterPath") | same


def _no_tags(params: Params) -> Params:
    for name in ("beforeCommitSpecifier", "afterCommitSpecifier"):
        if re.match(r"(refs/)?(tags/|v[0-9])", params.get(name, "")):
            raise Refused(Refusal("CommitDoesNotExistException", f"Commit {params[name]} does not exist"))
    return params


def _quoted(blob: Item) -> Item:
    """A path as git prints it, with quotes and octal numbers."""
    path = blob["path"]
    if path.isascii():
        return blob
    octal = "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in path.encode())
    return blob | {"path": f'"{octal}"'}


def _from_merge_base(found: list[Item], params: Params) -> list[Item]:
    """The commit before is the common ancestor of both: nothing differs if the other one is older."""
    trees = [tree_of("MyDemoRepo", commit_id(name)) for name in ("first", "second", "feature")]
    if params["repositoryName"] != "MyDemoRepo" or "beforeCommitSpecifier" not in params:
        return found
    before, after = (
        trees.index(tree_of("MyDemoRepo", params[f"{side}CommitSpecifier"])) for side in ("before", "after")
    )
    return [] if before > after else found


def _with_zeros(one: Item) -> Item:
    zero = {"blobId": "0" * 40, "path": "", "mode": "000000"}
    return one | {name: zero for name in BLOBS if name not in one}


add("before-ignored", "beforeCommitSpecifier is ignored.", BEFORE, lambda: f.drop("beforeCommitSpecifier"))
add(
    "sides-swapped",
    "The two commits change places: additions are deletions.",
    "changeType: Whether the change type of the difference is an addition (A), deletion (D), or "
    "modification (M).",
    lambda: f.each("differences", _swapped),
)
add(
    "renames",
    "A file that moved is one difference of type R, as git has it.",
    CHANGE,
    lambda: f.items(_renames),
)
add(
    "path-is-prefix",
    "A path is a prefix of text: `src` finds files of `src2` too.",
    PATH,
    lambda: f.items(_by_prefix),
)
add(
    "merge-base",
    "The commits are compared from their common ancestor on, as a pull request is. (aws/aws-sdk#292 "
    "asks for it)",
    "Returns information about the differences in a valid commit specifier",
    lambda: f.items(_from_merge_base),
)
add(
    "mode-as-number",
    "The mode of a file is a number.",
    "mode: type string. File mode permission codes include: 100644 indicates read/write",
    lambda: _blobs(lambda blob: blob | {"mode": Raw(int(blob["mode"]))}),
)
add(
    "zero-blobs",
    "The side that is missing in an addition or deletion has a blob of forty zeros, as in git's raw output.",
    "beforeBlob: Information about a beforeBlob data type object, including the ID, the file mode permission "
    "code, and the path. mode codes include: 100644, 100755, 160000, 120000",
    lambda: f.each("differences", _with_zeros),
)
add(
    "quoted-path",
    "Paths that are not ASCII are in quotes, with octal numbers. (Like cline/kanban#147, which runs "
    "git as well)",
    "path: The path to the blob and associated file name, if any.",
    lambda: _blobs(_quoted),
)
add(
    "short-ids",
    "IDs of blobs have seven digits.",
    BLOB_ID,
    lambda: _blobs(lambda b: b | {"blobId": b["blobId"][:7]}),
)
add("tags-unknown", "Tags are not found: only branches and commits are.", BEFORE, lambda: f.params(_no_tags))
add(
    "mode-changes-lost",
    "A file of which only the mode changed is missing.",
    "differences: A data type object that contains information about the differences, including whether the "
    "difference is added, modified, or deleted (A, D, M).",
    lambda: f.items(
        lambda found, params: [
            one
            for one in found
            if one["changeType"] != "M" or one["beforeBlob"]["blobId"] != one["afterBlob"]["blobId"]
        ]
    ),
)
add(
    "unknown-commit-empty",
    "A commit that there is not differs in nothing.",
    "CommitDoesNotExistException: The specified commit does not exist",
    lambda: f.params(_known_commits),
)
add(
    "file-path-exception",
    "A path that is not valid is an InvalidFilePathException. (As sivchari/kumo#509 had it at first)",
    "InvalidPathException: The specified path is not valid.",
    lambda: f.error_for("InvalidPathException", code="InvalidFilePathException"),
)
add(
    "required-is-validation",
    "A required parameter that is missing is a ValidationException, as in other services.",
    "RepositoryNameRequiredException: A repository name is required, but was not specified.",
    lambda: Hooks(
        error=lambda refusal, params: (
            replace(refusal, code="ValidationException") if "Required" in refusal.code else refusal
        )
    ),
)
add(
    "lower-case-names",
    "The server reads maxResults and nextToken, as other operations have them, so MaxResults has no effect.",
    "MaxResults: A non-zero, non-negative integer used to limit the number of returned results.",
    lambda: f.drop("MaxResults", "NextToken"),
)
add(
    "zero-is-default",
    "MaxResults of 0 is the default.",
    "MaxResults: A non-zero, non-negative integer used to limit the number of returned results.",
    lambda: f.change("MaxResults", lambda value: 100 if value == 0 else value),
)

# ec2.DescribeInstanceTopology

add = in_operation("ec2.DescribeInstanceTopology")
WILD = (
    "You can use the * wildcard to match zero or more characters, or the ? wildcard to match zero "
    "or one character."
)


def _chosen(passes: Callable[[Item, Item], bool], any_filter: bool = False) -> Hooks:
    """Filters are applied in another way."""

    def items(found: list[Item], params: Params) -> list[Item]:
        filters = params.get("Filters", [])
        join = any if any_filter and filters else all
        return [
            one for one in topology(f.lacking(params, "Filters")) if join(passes(one, by) for by in filters)
        ]

    return f.items(items)


def _one_character(instance: Item, by: Item) -> bool:
    text = instance[TOPOLOGY_FILTERS[by["Name"]]]
    return any(fnmatch.fnmatchcase(text, value) for value in by["Values"])


def _exactly(instance: Item, by: Item) -> bool:
    return instance[TOPOLOGY_FILTERS[by["Name"]]] in by["Values"]


def _name_of_zone(instance: Item, by: Item) -> bool:
    name = "availability-zone" if by["Name"] == "zone-id" else by["Name"]
    return instance_passes(instance, by | {"Name": name})


def _lower(instance: Item, by: Item) -> bool:
    text = instance[TOPOLOGY_FILTERS[by["Name"]]].lower()
    return any(topology_pattern(value.lower()).fullmatch(text) for value in by["Values"])


def _known_ids(params: Params) -> Params:
    if "InstanceIds" not in params:
        return params
    known = {one["InstanceId"] for one in INSTANCES}
    return params | {"InstanceIds": [one for one in params["InstanceIds"] if one in known]}


def _joined_nodes(one: Item) -> Item:
    return one | {"NetworkNodes": Raw(",".join(one["NetworkNodes"]))} if "NetworkNodes" in one else one


add(
    "max-results-with-ids",
    "MaxResults is accepted beside instance IDs. (Like getmoto/moto#6282)",
    "MaxResults: You can't specify this parameter and the instance IDs parameter in the same request.",
    lambda: f.overlook("MaxResults", "together"),
)
add(
    "many-ids",
    "More than 100 instance IDs are accepted. (aws-samples/ec2-topology-aware-for-slurm#4 shows "
    "that AWS refuses)",
    "InstanceIds: Constraints: Maximum 100 explicitly specified instance IDs.",
    lambda: f.overlook("InstanceIds", "rule"),
)
add(
    "question-mark-is-one",
    "? in a filter is exactly one character.",
    WILD,
    lambda: _chosen(_one_character),
)
add(
    "no-wildcards",
    "Filters compare whole texts: wildcards are not known. (Like getmoto/moto#7789)",
    WILD,
    lambda: _chosen(_exactly),
)
add(
    "dry-run-ignored",
    "DryRun is ignored. (Like getmoto/moto#1980)",
    "DryRun: If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "groups-ignored",
    "GroupNames has no effect.",
    "GroupNames: The name of the placement group that each instance is in.",
    lambda: f.drop("GroupNames"),
)
add(
    "always-empty",
    "The list is always empty, as this operation is a stub. (ministackorg/ministack#64)",
    "Describes a tree-based hierarchy that represents the physical host placement of your EC2 instances",
    lambda: f.answers(lambda output: {"Instances": []}),
)
add(
    "all-by-default",
    "Without MaxResults a page has up to 1000 instances.",
    "MaxResults: Default: 20",
    lambda: Hooks(limit=lambda limit, params: limit if "MaxResults" in params else 1000),
)
add(
    "unknown-ids-skipped",
    "Instance IDs that there are not are skipped.",
    "InvalidInstanceID.NotFound: The specified instance does not exist.",
    lambda: f.params(_known_ids),
)
add(
    "at-least-five",
    "MaxResults must be at least 5, as for DescribeInstances.",
    "MaxResults: from 1 to 100",
    lambda: f.demand("MaxResults", lambda value: isinstance(value, int) and 0 < value < 5),
)
add(
    "token-on-last-page",
    "The last page has a nextToken, which leads to an empty page. (Like aws/aws-sdk-js#939)",
    "NextToken: This value is null when there are no more items to return.",
    lambda: f.token_on_last_page("NextToken"),
)
add(
    "any-filter",
    "An instance has to pass one of the filters only.",
    "If you specify multiple filters, the filters are joined with an AND",
    lambda: _chosen(instance_passes, any_filter=True),
)
add(
    "zone-id-is-name",
    "The filter zone-id looks at the name of the zone.",
    "zone-id - The ID of the Availability Zone (for example, usw2-az2 )",
    lambda: _chosen(_name_of_zone),
)
add(
    "types-any-case",
    "The case of letters in values of filters does not matter.",
    "The filter values. Filter values are case-sensitive.",
    lambda: _chosen(_lower),
)
add(
    "blocks-everywhere",
    "Instances that are not in an UltraServer have a capacityBlockId too.",
    "CapacityBlockId: This parameter is only supported for UltraServer instances",
    lambda: f.each("Instances", lambda one: {"CapacityBlockId": "cb-0123456789abcdef0", **one}),
)
add(
    "nodes-joined",
    "The network nodes are one text with commas, without elements.",
    "NetworkNodes: a list of String, name item",
    lambda: f.each("Instances", _joined_nodes),
)

# sns.ListTagsForResource

add = in_operation("sns.ListTagsForResource")
NOT_FOUND = "ResourceNotFoundException: code ResourceNotFound, status 404"
TAGS = "List all tags added to the specified Amazon SNS topic."
ARN = "ResourceArn: The ARN of the topic for which to list tags."


def _of_topic(find: Callable[[str], str | None]) -> Hooks:
    """Topics are found in another way."""

    def changed(params: Params) -> Params:
        found = find(params["ResourceArn"]) if isinstance(params.get("ResourceArn"), str) else None
        return params if found is None else params | {"ResourceArn": found}

    return Hooks(request=changed)


def _of_subscription(arn: str) -> str | None:
    return arn.rpartition(":")[0] if arn.count(":") == 6 else None


def _any_case(arn: str) -> str | None:
    return next((topic for topic in TOPICS if topic.lower() == arn.lower()), None)


def _beginning(arn: str) -> str | None:
    return next((topic for topic in TOPICS if arn.startswith("arn:") and topic.startswith(arn)), None)


def _unknown_empty(params: Params) -> Params:
    return params if params["ResourceArn"] in TOPICS else {"ResourceArn": QUIET_TOPIC}


def _key_twice(output: Output, params: Params, page: Page | None) -> Output:
    tags = output["Tags"]
    return {"Tags": [*tags, tags[0] | {"Value": "first value"}] if tags else tags}


def _no_such_form(params: Params) -> list[Violation]:
    arn = params.get("ResourceArn", "")
    if isinstance(arn, str) and re.fullmatch(r"arn:aws:sns:[^:]*:[^:]*:[\w-]+\.fifo", arn):
        return [Violation("ResourceArn", "rule", "Invalid parameter: ResourceArn", arn)]
    return []


def _json_error(reply: Reply) -> Reply:
    code = re.search(rb"<Code>(.*?)</Code>", reply.body)
    text = b'{"__type": "%s", "message": "error"}' % (code[1] if code else b"")
    return f.body("application/x-amz-json-1.0", text)(reply)


add(
    "unknown-topic-empty",
    "A topic that there is not has no tags.",
    NOT_FOUND,
    lambda: f.params(_unknown_empty),
)
add(
    "not-found-code",
    "A topic that there is not is NotFound, as GetTopicAttributes has it. "
    "(localstack/localstack#7861 shows that code)",
    NOT_FOUND,
    lambda: f.error_for("ResourceNotFound", code="NotFound"),
)
add(
    "not-found-400",
    "A topic that there is not is answered with 400.",
    NOT_FOUND,
    lambda: f.error_for("ResourceNotFound", status=400),
)
add(
    "key-twice",
    "A key that was tagged again is in the list twice. (localstack/localstack#1939)",
    "TagResource: A new tag with a key identical to that of an existing tag overwrites the existing tag.",
    lambda: f.answer(_key_twice),
)
add(
    "fifo-refused",
    "The ARN of a FIFO topic is not valid. (Like opensearch-project/common-utils#382 and "
    "aws/aws-sdk-js#3563)",
    ARN + " For a FIFO topic, the name must end with the .fifo suffix.",
    lambda: Hooks(accuse=_no_such_form),
)
add(
    "subscription-accepted",
    "The ARN of a subscription is taken for that of its topic. (Like stackshy/cloudemu#403)",
    ARN,
    lambda: _of_topic(_of_subscription),
)
add(
    "names-any-case",
    "The case of letters in the name of a topic does not matter.",
    ARN,
    lambda: _of_topic(_any_case),
)
add(
    "beginning-of-arn",
    "The beginning of an ARN is enough to find a topic.",
    ARN,
    lambda: _of_topic(_beginning),
)
add(
    "empty-values-missing",
    "Value is missing in tags whose value is empty.",
    "Tag: required Key, Value",
    lambda: f.each("Tags", lambda tag: {name: text for name, text in tag.items() if text}),
)
add(
    "first-twenty",
    "Only the first twenty tags are listed.",
    TAGS,
    lambda: f.answers(lambda output: {"Tags": output["Tags"][:20]}),
)
add(
    "escaped-twice",
    "Characters of XML are escaped twice.",
    "Value: The optional value portion of the tag.",
    lambda: f.http(f.substitute(rb"&(lt|gt|amp);", rb"&amp;\1;")),
)
add(
    "no-tags-500",
    "A topic without tags is answered with 500. (localstack/localstack#1322 answers 500)",
    TAGS,
    lambda: f.crashes_if(lambda params: params.get("ResourceArn") == QUIET_TOPIC),
)
add(
    "tag-elements",
    "The tags are in elements `Tag`.",
    "TagList: a list of Tag, in query elements `member`",
    lambda: f.http(f.substitute(rb"(</?)member>", rb"\1Tag>")),
)
add(
    "json-errors",
    "Errors are JSON.",
    "protocol query: errors are XML",
    lambda: f.http(_json_error, errors_only=True),
)
add(
    "tags-of-first-topic",
    "Every topic has the tags of the first one.",
    TAGS,
    lambda: f.answers(lambda output: {"Tags": [dict(tag) for tag in TOPICS[TOPIC]]}),
)

# apigateway.GetStage

add = in_operation("apigateway.GetStage")
NO_SUCH = (
    "NotFoundException: status 404. The requested resource is not found. Make sure that the request "
    "URI is correct."
)
NAME = "stageName: The name of the Stage resource to get information about."


def _stage(**changes: Callable[[Any], Any]) -> Hooks:
    """Members of the stage are changed, where it has them."""
    return f.answers(
        lambda output: output | {name: new(output[name]) for name, new in changes.items() if name in output}
    )


def _settings(change: Callable[[Item], Item]) -> Hooks:
    return _stage(methodSettings=lambda settings: {name: change(settings[name]) for name in settings})


def _any_api(params: Params) -> Params:
    """The first stage of this name, of any API."""
    found = next((api for api in STAGES if params["stageName"] in STAGES[api]), params["restApiId"])
    return params if params["restApiId"] not in STAGES else params | {"restApiId": found}


def _combined_name(params: Params) -> Params:
    if params["stageName"] in STAGES.get(params["restApiId"], {}):
        raise Refused(NO_STAGE)
    return params | {"stageName": params["stageName"].removeprefix(f"{params['restApiId']}-")}


def _texts(one: Item) -> Item:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in one.items()
    }


def _iso(date: datetime) -> Raw:
    return Raw(date.isoformat())


add(
    "settings-missing",
    "methodSettings are not in the answer. (floci-io/floci#961)",
    "methodSettings: A map that defines the method settings for a Stage resource.",
    lambda: f.answers(lambda output: f.lacking(output, "methodSettings")),
)
add(
    "settings-keys-encoded",
    "Slashes in the keys of methodSettings are ~1, as in the paths of patches. (Like "
    "hashicorp/terraform-provider-aws#9738, where keys do not fit their methods)",
    "Keys are method paths defined as {resource_path}/{http_method} for an individual method override",
    lambda: _stage(
        methodSettings=lambda settings: {
            "/".join(("~1" + "~1".join(name.split("/")[:-1]), name.split("/")[-1]))
            if name != "*/*"
            else name: one
            for name, one in settings.items()
        }
    ),
)
add(
    "settings-as-text",
    "Numbers and booleans of methodSettings are text, as UpdateStage gets them. (Like "
    "localstack/localstack#7278, "
    "where such text fails)",
    "metricsEnabled: type boolean. throttlingBurstLimit: type integer. throttlingRateLimit: type double",
    lambda: _stage(methodSettings=lambda settings: Raw({name: _texts(settings[name]) for name in settings})),
)
add(
    "dates-as-text",
    "Dates are text of ISO 8601. (Like getmoto/moto#1457)",
    "createdDate: type timestamp, in JSON a number of seconds",
    lambda: _stage(createdDate=_iso, lastUpdatedDate=_iso),
)
add(
    "stage-bad-request",
    "A stage that there is not is a BadRequestException, as in other operations of the service. "
    "(Like ministryofjustice/cloud-platform-environments#11920)",
    NO_SUCH,
    lambda: f.error_for("NotFoundException", code="BadRequestException", status=400),
)
add(
    "error-without-type",
    "Errors do not say which error they are. (Like localstack/localstack#3647)",
    NO_SUCH,
    lambda: f.http(f.no_header("x-amzn-ErrorType"), errors_only=True),
)
add(
    "unknown-api-500",
    "A stage of an API that there is not is answered with 500. (Like localstack/localstack#1454)",
    NO_SUCH,
    lambda: f.crashes_if(lambda params: params["restApiId"] not in STAGES),
)
add("any-api", "Stages are found by their name alone, in any API.", NAME, lambda: f.params(_any_api))
add(
    "names-any-case",
    "The case of letters in the name of a stage does not matter.",
    NAME,
    lambda: f.change("stageName", str.lower),
)
add(
    "stored-under-combined-name",
    "A stage is found only under the ID of its API and its name, as `a1b2-prod`. (Like "
    "ministackorg/ministack#1161)",
    NAME,
    lambda: f.params(_combined_name),
)
add(
    "cache-size-empty",
    "A stage without a cache cluster has an empty cacheClusterSize. (Like localstack/localstack#8739)",
    "cacheClusterSize: 0.5 | 1.6 | 6.1 | 13.5 | 28.4 | 58.2 | 118 | 237",
    lambda: f.answers(lambda output: {"cacheClusterSize": "", **output}),
)
add(
    "tags-as-list",
    "tags are a list of keys and values.",
    "tags: a map of String to String",
    lambda: _stage(tags=lambda tags: Raw([{"Key": key, "Value": tags[key]} for key in tags])),
)
add(
    "percent-as-fraction",
    "percentTraffic is a fraction of 1.",
    "percentTraffic: The percent (0-100) of traffic diverted to a canary deployment.",
    lambda: _stage(canarySettings=lambda one: one | {"percentTraffic": one["percentTraffic"] / 100}),
)
add(
    "in-item",
    "The stage is in a list `item`, as GetStages has it.",
    "Stage: members deploymentId, stageName, ...",
    lambda: f.http(
        lambda reply: replace(reply, body=b'{"item": [%s]}' % reply.body) if reply.status == 200 else reply
    ),
)
add(
    "format-of-lines",
    "The format of access logs has line breaks.",
    "format: A single line format of the access logs of data",
    lambda: _stage(accessLogSettings=lambda one: one | {"format": one["format"].replace(",", ",\n  ")}),
)
add(
    "level-lower-case",
    "loggingLevel is in lower case.",
    "loggingLevel: Valid values are OFF , ERROR , and INFO .",
    lambda: _settings(lambda one: one | {"loggingLevel": one["loggingLevel"].lower()}),
)

# cloudfront.ListAnycastIpLists

add = in_operation("cloudfront.ListAnycastIpLists")
AFTER = "Marker: The response includes items in the list that occur after the marker."


def _ipam(change: Callable[[Item], Item]) -> Hooks:
    return f.each(
        "Items", lambda one: one | ({"IpamConfig": change(one["IpamConfig"])} if "IpamConfig" in one else {})
    )


add(
    "true-with-capital",
    "IsTruncated is True or False, as Python writes them. (Like localstack/localstack#3865 and "
    "getmoto/moto#9919)",
    "IsTruncated: type boolean, in XML true or false",
    lambda: f.answers(lambda output: output | {"IsTruncated": Raw(str(output["IsTruncated"]))}),
)
add(
    "marker-ignored",
    "Marker has no effect: every page is the first one. (Like getmoto/moto#5575)",
    AFTER,
    lambda: Hooks(position=lambda marker, params: 0),
)
add(
    "quantity-of-ipam",
    "Quantity of IpamConfig is not the number of its entries. (Like KensioSoftware/yulin#527)",
    "Quantity: The number of IPAM CIDR configurations in the IpamCidrConfigs list.",
    lambda: _ipam(lambda one: one | {"Quantity": one["Quantity"] + 1}),
)
add(
    "ipam-missing",
    "IpamCidrConfigs are missing where IpamConfig is there. (Like "
    "hashicorp/terraform-provider-aws#49595, which does "
    "not read them)",
    "IpamConfig: required Quantity, IpamCidrConfigs",
    lambda: _ipam(lambda one: f.lacking(one, "IpamCidrConfigs")),
)
add(
    "address-type-like-other-apis",
    "IpAddressType of a list with both is dual-stack.",
    "IpAddressType: ipv4 | ipv6 | dualstack",
    lambda: f.each(
        "Items", lambda one: one | {"IpAddressType": one["IpAddressType"].replace("dualstack", "dual-stack")}
    ),
)
add(
    "max-items-missing",
    "MaxItems is left out if the request does not say it.",
    "AnycastIpListCollection: required Marker, MaxItems, IsTruncated, Quantity",
    lambda: f.answer(
        lambda output, params, page: output if "MaxItems" in params else f.lacking(output, "MaxItems")
    ),
)
add(
    "max-items-500",
    "A MaxItems that is no number is answered with 500.",
    "InvalidArgument: status 400. An argument is invalid.",
    lambda: f.crashes_if(lambda params: not isinstance(params.get("MaxItems", 1), int)),
)
add(
    "status-in-progress",
    "A list that is being deployed is InProgress, as distributions are.",
    "Status: Valid values: Deployed, Deploying, or Failed.",
    lambda: f.each("Items", lambda one: one | {"Status": one["Status"].replace("Deploying", "InProgress")}),
)
add(
    "modified-in-seconds",
    "LastModifiedTime is a number of seconds.",
    "LastModifiedTime: type timestamp, in XML a date and time of ISO 8601",
    lambda: f.each(
        "Items", lambda one: one | {"LastModifiedTime": Raw(int(one["LastModifiedTime"].timestamp()))}
    ),
)
add(
    "member-elements",
    "The lists are in elements `member`, as in the query protocol. (Like pplu/aws-sdk-perl#429, "
    "which finds no lists)",
    "AnycastIpListSummaries: a list of AnycastIpListSummary, name AnycastIpListSummary",
    lambda: f.http(f.substitute(rb"(</?)AnycastIpListSummary>", rb"\1member>")),
)
add(
    "one-too-many",
    "A page has one list more than MaxItems.",
    "MaxItems: The maximum number of Anycast static IP lists that you want returned in the response.",
    f.one_too_many,
)
add("marker-inclusive", "A page begins with the last list of the page before.", AFTER, f.doubles_at_border)
add(
    "failed-missing",
    "Lists that failed are not there.",
    "Lists your Anycast static IP lists. Status: Deployed, Deploying, or Failed.",
    lambda: f.items(lambda found, params: [one for one in ANYCAST if one["Status"] != "Failed"]),
)
add(
    "ips-in-summary",
    "The summaries have the addresses as well.",
    "AnycastIpListSummary: Omits the allocated static IP addresses",
    lambda: f.http(
        f.substitute(rb"(<IpCount>)", rb"<AnycastIps><AnycastIp>203.0.113.1</AnycastIp></AnycastIps>\1")
    ),
)

# servicecatalog.ListOrganizationPortfolioAccess

add = in_operation("servicecatalog.ListOrganizationPortfolioAccess")
KIND = "OrganizationNodeType: The organization node type that will be returned in the output."
VALUE = "Value: pattern (^[0-9]{12}$)|...|(^o-[a-z0-9]{10,32}$)|...|(^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$)"
SIZE = "PageSize: from 0 to 20. The maximum number of items to return with this call."
MISSING = "ResourceNotFoundException: The specified resource was not found."


def _unit_in_govcloud(one: Item) -> Item:
    if one["Type"] == "ACCOUNT":
        return one
    kind = "ou/o-exampleorg1d" if one["Type"] == "ORGANIZATIONAL_UNIT" else "organization"
    return one | {"Value": f"arn:aws-us-gov:organizations::123456789012:{kind}/{one['Value']}"}


def _portfolio_or_private(params: Params) -> Params:
    return params if params["PortfolioId"] in NODES else params | {"PortfolioId": PRIVATE_PORTFOLIO}


def _without_zeros(one: Item) -> Item:
    return one | {"Value": str(int(one["Value"]))} if one["Type"] == "ACCOUNT" else one


add("type-ignored", "Nodes of all types are returned.", KIND, lambda: f.drop("OrganizationNodeType"))
add(
    "type-optional",
    "OrganizationNodeType may be missing: nodes of all types are returned.",
    "ListOrganizationPortfolioAccessInput: required PortfolioId, OrganizationNodeType",
    lambda: f.overlook("OrganizationNodeType", "required"),
)
add(
    "accounts-without-zeros",
    "IDs of accounts are without their leading zeros. (Like "
    "aws-cloudformation/cloudformation-coverage-roadmap#745)",
    VALUE,
    lambda: f.each("OrganizationNodes", _without_zeros),
)
add(
    "arn-of-govcloud",
    "Nodes that are no accounts are ARNs of another partition. (Like hashicorp/terraform-provider-aws#39861)",
    VALUE,
    lambda: f.each("OrganizationNodes", _unit_in_govcloud),
)
add(
    "account-ids",
    "The nodes of accounts are texts, as the AccountIds of ListPortfolioAccess. (Like "
    "getmoto/moto#8692, which has that "
    "operation alone)",
    "OrganizationNodes: a list of OrganizationNode, a structure of Type and Value",
    lambda: f.answers(
        lambda output: {
            **output,
            "OrganizationNodes": [Raw(one["Value"]) for one in output["OrganizationNodes"]],
        }
    ),
)
add(
    "unknown-empty",
    "A portfolio that there is not has no nodes.",
    MISSING,
    lambda: f.params(_portfolio_or_private),
)
add(
    "not-found-404",
    "A portfolio that there is not is answered with 404.",
    MISSING + " HTTP Status Code: 400",
    lambda: f.error_for("ResourceNotFoundException", status=404),
)
add("more-than-20", "PageSize above 20 is cut to 20.", SIZE, lambda: f.overlook("PageSize", "max"))
add(
    "zero-is-nothing",
    "A PageSize of 0 is answered with no nodes and no token.",
    "NextPageToken: If there are no additional results, this value is null.",
    lambda: Hooks(limit=lambda limit, params: 0 if params.get("PageSize") == 0 else limit),
)
add(
    "last-token-empty",
    "The last page has an empty NextPageToken. (Like the one of aws/aws-sdk-java-v2#931)",
    "NextPageToken: If there are no additional results, this value is null.",
    lambda: f.empty_token("NextPageToken"),
)
add(
    "lost-at-border",
    "The first node of each page but the first is lost.",
    "NextPageToken: The page token to use to retrieve the next set of results.",
    f.loses_at_border,
)
add(
    "validation-exception",
    "Parameters that are not valid are a ValidationException.",
    "InvalidParametersException: One or more parameters provided to the operation are not valid.",
    lambda: f.error_for("InvalidParametersException", code="ValidationException"),
)
add(
    "type-short",
    "The type of organizational units is OU.",
    "Type: ORGANIZATION | ORGANIZATIONAL_UNIT | ACCOUNT",
    lambda: f.each(
        "OrganizationNodes", lambda one: one | {"Type": one["Type"].replace("ORGANIZATIONAL_UNIT", "OU")}
    ),
)
add(
    "any-identifier",
    "PortfolioId may have any characters, and is looked up.",
    r"PortfolioId: pattern ^[a-zA-Z0-9_\-]*",
    lambda: f.overlook("PortfolioId", "pattern"),
)
