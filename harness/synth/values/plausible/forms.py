"""Forms of texts that documentation states: JSON, IP addresses, networks, places in S3, signed URLs."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from harness.contract.sentences import sentences_of
from harness.contract.words import tells_time, word_set
from harness.synth.values.plausible.place import words_of


@dataclass(frozen=True, slots=True)
class DocumentedForm:
    """What a text is, as its documentation says.

    Attributes:
        words: what it must be, the end of a sentence that begins with "must be".
        samples: texts of the form.
        keeps: tells whether a text has the form.
    """

    words: str
    samples: tuple[str, ...]
    keeps: Callable[[str], bool]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_interface(text)  # some have the length of their network
    except ValueError:
        return False
    return True


def _is_network(text: str) -> bool:
    return "/" in text and _is_address(text)


def _is_address_of(version: int) -> Callable[[str], bool]:
    return lambda text: _is_address(text) and ipaddress.ip_interface(text).version == version


def _begins(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.match(pattern, text) is not None


_JSON = DocumentedForm("JSON", ('{"version":"1.0","enabled":true}', '{"enabled":true}', "{}"), _is_json)
_IPV4 = DocumentedForm("an IPv4 address", ("10.0.4.17",), _is_address_of(4))
_IPV6 = DocumentedForm("an IPv6 address", ("2001:db8::17",), _is_address_of(6))
_IP = DocumentedForm("an IP address", ("10.0.4.17", "2001:db8::17"), _is_address)
_CIDR = DocumentedForm("a network as CIDR writes it", ("10.0.0.0/16", "2001:db8::/56"), _is_network)
_S3 = DocumentedForm("a URI that begins with s3://", ("s3://orders-prod/orders.json",), _begins("s3://[^/]"))
_SIGNED = DocumentedForm(
    "a URL that begins with http:// or https://",
    ("https://orders.example.com/7c1f0a?X-Amz-Signature=0a1b", "https://orders.example.com/7c1f0a"),
    _begins("https?://[^/]"),
)

_SAYS_JSON = re.compile(
    r"\bJSON[- ](?:encoded |formatted )?(?:string|document|object|policy document|policy|payload|text)\b"
    r"|\bin JSON(?: format)?(?:[.,]|$)|\bJSON-formatted\b|\b(?:serialized|encoded) as JSON\b"
)
_SAYS_ADDRESS = re.compile(
    r"^(?:(?:The|An?) )?(?:[\w’'-]+ ){0,3}?(?:IP|IP(v[46])) address(?:$|\.| (?:of|for|that|to)\b)"
)
_SAYS_NETWORK = re.compile(
    r"^(?:(?:The|An?) )?(?:[\w’'-]+ ){0,4}?CIDR(?: block| range)?(?:$|\.| (?:of|for|that|to)\b)"
)
_SAYS_S3 = re.compile(r"(?:for example|such as|format)[,:]? s3://", re.IGNORECASE)
_SAYS_SIGNED = re.compile(
    r"^(?:This is )?(?:(?:The|An?) )?(?:[\w’'-]+ ){0,4}?pre-?signed (?:[\w’'-]+ ){0,2}URL(?:$|\.| )",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:or|YAML|XML|JSONata|typically|usually|prefix|domains?|DNS|hostname|encrypted|URL-encoded|relative|partial"
    r"|in a JSON)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\bcommas?\b|comma-separated", re.IGNORECASE)
# What a sentence that speaks of a document is not the document: its name, where it is, what is in it.
_ABOUT = word_set(
    "url uri arn key path name id type format description status location message version hash prefix "
    "pointer expression title token code"
)


@lru_cache(maxsize=8192)
def documented_form(name: str, documentation: str) -> DocumentedForm | None:
    """Return the form that the first sentence about a text states; None where it states none for sure.

    Args:
        name: the member; what is named ``SchemaUrl`` is not the schema.
        documentation: what is said of it.
    """
    said = [sentence.text for sentence in sentences_of(documentation)]
    if not said or _OTHERWISE.search(said[0]) or any(map(_SEVERAL.search, said)) or tells_time(name):
        return None
    last, first = words_of(name)[-1:], said[0]
    if _SAYS_SIGNED.search(first):
        return _SIGNED if last in (("url",), ("uri",), ("location",)) else None
    if any(_SAYS_S3.search(one) and not _OTHERWISE.search(one) for one in said):
        return _S3 if last in (("url",), ("uri",), ("location",)) else None
    if not _ABOUT.isdisjoint(last):
        return None
    if found := _SAYS_ADDRESS.search(first):
        return {"v4": _IPV4, "v6": _IPV6}.get(found[1] or "", _IP)
    if _SAYS_NETWORK.search(first) and "cidr" in words_of(name):
        return _CIDR
    return _JSON if _SAYS_JSON.search(first) else None


def is_json(name: str, documentation: str) -> bool:
    """Tell whether a text is documented as JSON, so that it names nothing.

    Args:
        name: the member.
        documentation: what is said of it.
    """
    return documented_form(name, documentation) is _JSON
