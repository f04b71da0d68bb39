"""ARNs: ``arn:partition:service:region:account:resource`` (AWS General Reference, Amazon Resource Names)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from harness.models.documentation import without_tags
from harness.models.endpoints import service_metadata
from harness.models.resources import kind_of
from harness.synth.scene import Scene
from harness.synth.values.choices import Choices
from harness.synth.values.plausible import words
from harness.synth.values.plausible.place import Place, words_of

_NOT_RESOURCES = frozenset(
    (
        *("arn", "resource", "id", "name", "source", "target", "destination", "get", "list", "describe"),
        *("create", "update", "response", "result", "output", "type", "summary", "detail", "details"),
        *("description", "info", "entry", "item"),
    )
)
# Resources of other services that members are named after, by the word before "Arn".
_ELSEWHERE = {
    "role": ("iam", "role/"),
    "user": ("iam", "user/"),
    "policy": ("iam", "policy/"),
    "kms": ("kms", "key/"),
    "topic": ("sns", ""),
    "sns": ("sns", ""),
    "queue": ("sqs", ""),
    "lambda": ("lambda", "function:"),
    "certificate": ("acm", "certificate/"),
    "secret": ("secretsmanager", "secret:"),
    "bucket": ("s3", ""),
}
_WORD = re.compile(r"(?<![\\\w-])[a-z][a-z-]{2,}(?![\w-]*\])")
_KIND = re.compile(r".*[/:]", re.DOTALL)
_SAID = re.compile(r"\bARN\b|Amazon Resource Name")
# "Bucket": "The Amazon Resource Name (ARN) of the bucket to which data is exported."
_BEGINS = re.compile(r"\s*(?:the |an? )?(?:Amazon Resource Name \(ARN\)|ARN) of\b", re.IGNORECASE)
_OTHERWISE_CALLED = frozenset(("id", "name", "identifier", "key", "uri", "url", "value", "by"))
_DASHES = re.compile(r"[-_.]")
_LONG = 256
_WITHOUT_REGION = frozenset(("iam",))


def arns(choices: Choices, place: Place, scene: Scene, pattern: str = "") -> Iterator[str]:
    """Yield ARNs for a place, the likeliest first: of the service and resource that the name tells.

    The resource bears the name or id that the members next to it have.

    Args:
        choices: where choices come from.
        place: where the ARN stands.
        scene: region, account and time.
        pattern: the model's pattern of it, whose words are services and resources as well.
    """
    resource = _resource(place)
    name = _known_name(place, resource) or words.name(choices)
    service = arn_service(place.service)
    forms = [(service, f"{resource}/"), (service, f"{resource}:"), (service, "")]
    if resource in _ELSEWHERE:
        forms.insert(0, _ELSEWHERE[resource])
    named = [word for word in _WORD.findall(pattern) if word not in ("arn", "aws")]
    forms += [(owner, f"{word}{end}") for owner in (service, *named[:1]) for word in named for end in "/:"]
    # An ARN may have no room for all of a name, or for its dashes.
    for text in dict.fromkeys((name, name[:_LONG], _DASHES.sub("", name))):
        for owner, prefix in forms:
            is_bucket = owner == "s3" and not prefix  # all else in S3 has a region and an account
            is_global = owner in _WITHOUT_REGION or (owner == service and _is_global(place.service))
            region = "" if is_bucket or is_global else scene.region
            account = "" if is_bucket else scene.account
            yield f"arn:{scene.partition}:{owner}:{region}:{account}:{prefix}{text}"


def _is_global(service: str) -> bool:
    """Tell a service that has one endpoint for all regions: its ARNs have none."""
    return "globalEndpoint" in service_metadata(service)


def _resource(place: Place) -> str:
    """Tell what kind of resource an ARN is of: by its member's name, else by the structure's."""
    if place.shown is not None and kind_of(place.name, place.shown.noun) == "arn":
        return place.shown.noun[-1]
    for known in (place.words, words_of(place.owner)):
        if telling := [word for word in known if word not in _NOT_RESOURCES]:
            return telling[-1]
    return ""


def arn_service(service: str) -> str:
    """Return a service as its ARNs name it: by the name that it signs with (``botocore.model``)."""
    metadata = service_metadata(service)
    return str(metadata.get("signingName") or metadata.get("endpointPrefix") or service)


def _known_name(place: Place, resource: str) -> str | None:
    """Find the resource's name or id: of the one that is shown, or among what is known around the ARN."""
    shown = place.shown
    if shown is not None and kind_of(place.name, shown.noun) is not None:
        return shown.name
    # Inside of a resource only what stands next to it counts: what is around it is another thing.
    beside = place.siblings.maps if shown is None else place.siblings.maps[:1]
    stem = "".join(place.words[:-1])  # the ConfigRuleArn is that of the ConfigRuleName
    keys = tuple(f"{of}{kind}" for of in dict.fromkeys((stem, resource)) if of for kind in ("name", "id"))
    for each in beside:
        known = {name.lower(): value for name, value in each.items()}
        for key in keys if shown is not None else (*keys, "name", "id"):
            found: Any = known.get(key)
            if isinstance(found, str) and found and not found.startswith("arn:"):
                return found
    return None


def is_arn(text: str) -> bool:
    """Tell whether a text has all parts of an ARN; some examples in documentation have not."""
    return text.startswith("arn:") and text.count(":") >= 5


@lru_cache(maxsize=4096)
def says_arn(documentation: str) -> bool:
    """Tell whether documentation speaks of ARNs."""
    return _SAID.search(without_tags(documentation)) is not None


@lru_cache(maxsize=4096)
def begins_as_arn(name: str, documentation: str) -> bool:
    """Tell whether the documentation of a member begins by saying that it is an ARN.

    Args:
        name: the member's name; what is called an id or a name may be one all the same.
        documentation: its documentation.
    """
    is_other = not _OTHERWISE_CALLED.isdisjoint(words_of(name)[-1:])
    return not is_other and _BEGINS.match(without_tags(documentation)) is not None


def bears_name(arn: str, names: Iterable[str]) -> bool:
    """Tell whether an ARN has one of the names of a resource, or of its ids; in any case."""
    return any(name.lower() in arn.lower() for name in names)


def named_arn(arn: str, name: str) -> str:
    """Return an ARN with another name or id at its end."""
    kind = _KIND.match(arn)
    return f"{kind[0] if kind else ''}{name}"


def settled_arn(
    text: str,
    place: Place,
    scene: Scene,
    allows: Callable[[str], bool] | None = None,
    name: str = "orders-prod",
) -> str:
    """Put the scene into a text, if it is an ARN: partition, region, account, and the resource's known name.

    Args:
        text: the text.
        place: where it stands.
        scene: region, account and time.
        allows: what the ARN must keep to, if a pattern made it: then its service is settled as well. One that
            AWS shows as an example keeps its service, and its empty fields stay empty.
        name: the resource's name where none is known.
    """
    fields = text.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return text
    settled = [(1, scene.partition), (3, scene.region), (4, scene.account)]
    if allows is None:
        settled = [(number, value) for number, value in settled if fields[number]]
    else:
        settled.append((2, arn_service(place.service)))
    kind = _KIND.match(fields[5])
    if found := _known_name(place, _resource(place)) or (allows and name):
        settled.append((5, f"{kind[0] if kind else ''}{found}"))
    for number, value in settled:
        changed = [*fields[:number], value, *fields[number + 1 :]]
        if allows is None or allows(":".join(changed)):
            fields = changed
    return ":".join(fields)
