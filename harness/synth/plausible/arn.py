"""ARNs: ``arn:partition:service:region:account:resource`` (AWS General Reference, Amazon Resource Names)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from harness.models.endpoints import service_metadata
from harness.synth.choices import Choices, pick
from harness.synth.plausible.place import Place, words_of
from harness.synth.scene import Scene

_NAMES = ("orders", "billing", "checkout", "inventory", "payments", "catalog", "reports", "shipping")
_NOT_RESOURCES = frozenset(("arn", "resource", "id", "name", "source", "target", "destination"))
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
_WITHOUT_REGION = frozenset(("iam", "s3"))
_WITHOUT_ACCOUNT = frozenset(("s3",))


def arns(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    """Yield ARNs for a place, the likeliest first: of the service and resource that the name tells.

    The resource bears the name or id that the members beside it have.
    """
    words = [word for word in place.words if word not in _NOT_RESOURCES] or [
        word for word in words_of(place.owner) if word not in _NOT_RESOURCES
    ]
    resource = words[-1] if words else ""
    name = _name(place, resource) or f"{pick(choices, _NAMES)}-{pick(choices, ('prod', 'staging', 'dev'))}"
    service = arn_service(place.service)
    forms = [(service, f"{resource}/"), (service, f"{resource}:"), (service, "")]
    if resource in _ELSEWHERE and service != _ELSEWHERE[resource][0]:
        forms.insert(0, _ELSEWHERE[resource])
    for owner, prefix in forms:
        region = "" if owner in _WITHOUT_REGION else scene.region
        account = "" if owner in _WITHOUT_ACCOUNT else scene.account
        yield f"arn:{scene.partition}:{owner}:{region}:{account}:{prefix}{name}"


def arn_service(service: str) -> str:
    """Return a service as its ARNs name it: by the name that it signs with (``botocore.model``)."""
    metadata = service_metadata(service)
    return str(metadata.get("signingName") or metadata.get("endpointPrefix") or service)


def _name(place: Place, resource: str) -> str | None:
    """Find the name or id of the resource among what is known around the ARN."""
    known = {name.lower(): value for name, value in place.siblings.items()}
    for key in (f"{resource}name", f"{resource}id", "name", "id"):
        found: Any = known.get(key)
        if isinstance(found, str) and found and not found.startswith("arn:"):
            return found
    return None


def settled_arn(
    text: str, place: Place, scene: Scene, allows: Callable[[str], bool] = lambda text: True
) -> str:
    """Put the scene's partition, region and account into a text that is an ARN, as far as the form allows it.

    Fields that an ARN of its kind leaves empty, as an example shows them, stay empty.
    """
    fields = text.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return text
    for number, value in (
        (1, scene.partition),
        (2, arn_service(place.service)),
        (3, scene.region),
        (4, scene.account),
    ):
        changed = [*fields[:number], value, *fields[number + 1 :]]
        if allows(":".join(changed)):
            fields = changed
    name = _name(place, "") or "orders-prod"
    head, separator, _ = fields[5].rpartition("/")
    changed = [*fields[:5], f"{head}{separator}{name}"]
    return ":".join(changed if allows(":".join(changed)) else fields)
