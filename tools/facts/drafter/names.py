"""Mentions of parameters: words and code spans resolved against the members next to the documented one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from harness.contract.words import words_of

_NOUN = (
    "parameter|field|property|option|element|attribute|setting|argument|member|object|"
    "structure|flag|input|header|"
    "request parameter|input parameter|data type|container|configuration|string|list"
)
_LEADING = re.compile(
    r"^(?:(?:the|a|an|amazon web services|aws|"
    r"either|both|your|its|any|of|these|that|corresponding|singular|plural|top-level|optional|specified|"
    r"(?:value(?:s)?|type) (?:of|for|in)) )+",
    re.I,
)
_TRAILING = re.compile(rf"(?: (?:request )?(?:{_NOUN})s?| values?)+$", re.IGNORECASE)
_ITSELF = re.compile(
    rf"^(?:this(?: (?:{_NOUN}|value|information|parameter's value|request|ARN|ID))?|(?:the "
    rf")?(?:{_NOUN}|value)|it|here)$",
    re.IGNORECASE,
)
_IN_REQUEST = re.compile(
    ",? (?:in|for|within|with) (?:the|your|a|an|this|"
    r"one) (?:same )?(?:[\w-]+ ){0,2}(?:request|call|operation)s?\b.*$",
    re.IGNORECASE,
)
# "the AnomalyDetectorTypes metric filters"
_SPELT = re.compile(
    r"(?P<name>[A-Za-z]+[A-Z][\w.]*)(?: (?!of\b|for\b|with\b|or\b|and\b|to\b|enabled\b"
    r"|disabled\b)[a-z-]+){1,3}$"
)
_OF_THE = re.compile(r" (?:of|for) (?:the|an?|your|this) ")
_SEPARATOR = re.compile(r"\s*,\s*(?:and|or|nor)?\s*|\s+(?:and/or|and or|and|or|nor|with)\s+|\s*/\s*")
_SUBJECT = re.compile(r" (?:must|should|can|cannot|can't|parameter|property|field|setting|option)\b")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _owned(phrase: str) -> str:
    """Cut whose it is from a name of several words: ``the ResourceArn of the protected resource``."""
    head = _OF_THE.split(phrase)[0]
    return head if len(words_of(_LEADING.sub("", head))) > 1 else ""


@dataclass(frozen=True)
class Names:
    """The members of one structure, and how prose may name them.

    Args:
        member: path of the documented member; empty for an operation.
        siblings: paths of the members of the structure that holds it, itself included.
    """

    member: str
    siblings: tuple[str, ...]

    @cached_property
    def scope(self) -> str:
        """Path of the structure that holds the members, with its dot; empty at the top."""
        first = self.member or (self.siblings[0] if self.siblings else "")
        return first.rpartition(".")[0] + "." if "." in first else ""

    @cached_property
    def _by_key(self) -> dict[str, str | None]:
        """Spelling without case and separators to path; None where two members share it."""
        known: dict[str, str | None] = {}
        for path in self.siblings:
            key = _key(path.rpartition(".")[2])
            known[key] = path if key not in known else None
        return known

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {path.rpartition(".")[2]: path for path in self.siblings}

    @cached_property
    def parent(self) -> str:
        """The name of the structure that holds the members, as its own holder spells it."""
        return self.scope.rstrip(".").rpartition(".")[2].replace("[]", "")

    def resolve(self, phrase: str) -> str | None:
        """Give the path of the one member that a phrase names, None where none or several could be meant."""
        plain = phrase.strip(" .,:;\"'`()").replace("$", ".")
        spelt = _TRAILING.sub("", _LEADING.sub("", plain))
        if spelt and not spelt.islower() and spelt in self._by_name:
            return self._by_name[spelt]  # "the Attribute parameter"
        if _ITSELF.match(plain):
            return self.member or None
        plain = _LEADING.sub("", plain)
        exact = self._by_key.get(_key(plain))
        if exact:
            return exact  # "property flags" is PropertyFlags, though flags is also a parameter's noun
        plain = _TRAILING.sub("", plain).strip("\"'`")
        if _ITSELF.match(plain):
            return self.member or None
        if not plain or len(plain.split()) > 6:
            return None
        keys = [_key(plain), _key(plain.rpartition(".")[2]) if "." in plain and " " not in plain else ""]
        for key in filter(None, keys):
            found = self._resolve_key(key)
            if found:
                return found
        found_in = _SPELT.match(plain)
        return self._by_key.get(_key(found_in["name"])) if found_in else None

    def _resolve_key(self, key: str) -> str | None:
        parent = _key(self.parent)
        own = self.member.rpartition(".")[2]
        stem = own[: -len(words_of(own)[-1])] if words_of(own) else ""
        spellings = [key, f"{key}s", f"{key}es", key.removesuffix("s"), key.removesuffix("es")]
        if parent:
            spellings += [key.removeprefix(parent), parent + key, key.removeprefix(parent.removesuffix("s"))]
        if key.endswith("identifier"):
            spellings.append(key.removesuffix("entifier"))
        if key.endswith("id"):
            spellings.append(key + "entifier")
        if stem and stem != own:
            # In the text on `ProxyName`, "the ARN" is `ProxyArn`.
            spellings.append(_key(stem) + key)
        return next((path for spelling in spellings if (path := self._by_key.get(spelling))), None)

    def resolve_all(self, phrase: str) -> tuple[str, ...] | None:
        """Give the paths that ``A, B, or the C parameter`` names; None unless each part names one member."""
        phrase = _IN_REQUEST.sub("", phrase)
        whole = self.resolve(phrase)
        if whole:
            return (whole,)
        parts = [part for part in _SEPARATOR.split(phrase.strip(" .,:;")) if part]
        paths = [self.resolve(part) or self.resolve(_owned(part)) for part in parts]
        if not paths or None in paths or len(set(paths)) != len(paths):
            return None
        return tuple(path for path in paths if path)

    def mentioned(self, text: str) -> set[str]:
        """Collect the members that a text names in their own spelling, as no plain word is spelt."""
        found = set()
        for token in _TOKEN.finditer(text):
            name = token[0].rstrip(".-").rpartition(".")[2]
            path = self._by_key.get(_key(name))
            if path and path.rpartition(".")[2][1:] == name[1:]:
                # A plain word counts as a name only where its capital cannot be a sentence's.
                capital = name == path.rpartition(".")[2] and name[0].isupper()
                apart = token.start() > 0 or _SUBJECT.match(text, token.end())
                if not name[1:].islower() or (capital and apart):
                    found.add(path)
        return found


@lru_cache(maxsize=4096)
def names_of(member: str, siblings: tuple[str, ...]) -> Names:
    """Give the names of a structure's members, built once for each."""
    return Names(member, siblings)
